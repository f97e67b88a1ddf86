import { testLanguage } from '../tests/test-language.ts';
import { port } from './check.ts';

testLanguage(port, {
  accepts: [
    [
      'The Docker container SHALL expose the application on a configurable port (default 8080)',
      { default: 8080 },
    ],
    ['The port can be changed with `PORT`', { variable: 'PORT' }],
    ['The service listens on the `PORT` env var', { variable: 'PORT' }],
    ['Dockerfile uses port 7870', { default: 7870 }],
    ['FastAPI app runs locally on port 8000', { default: 8000 }],
    ['`docker run -e PORT=9000 -p 9000:9000 notes` binds on port 9000', { variable: 'PORT' }],
    ['Works on another port via `PORT=9001`', { variable: 'PORT' }],
    ['With `PORT=9100` the app listens on port 9100', { variable: 'PORT' }],
    [
      'Given PORT=9100, When the container starts, Then the API listens on 9100',
      { variable: 'PORT' },
    ],
    ['Works on another port via `PORT`', { variable: 'PORT' }],
    ['The API answers on http://localhost:9000', { default: 9000 }],
    ['The Dockerfile uses the `PORT` variable (not hardcoded)', { variable: 'PORT' }],
    ['**PORT**: Configurable, defaults to 8000', { variable: 'PORT', default: 8000 }],
    ['The API listens on port 3000', { default: 3000 }],
    ['`PORT` is configurable', { variable: 'PORT' }],
    ['The app is reachable on port 8080', { default: 8080 }],
    ['HTTP_PORT is read from the environment', { variable: 'HTTP_PORT' }],
    ['The container answers requests on port 5000', { default: 5000 }],
    ['Listens on the port given in `PORT`', { variable: 'PORT' }],
    ['Default port is 8000', { default: 8000 }],
    ['Application accessible at http://localhost:8080', { default: 8080 }],
    ['Listens on `0.0.0.0:8080`', { default: 8080 }],
    ['App is reachable on localhost:3000', { default: 3000 }],
    [
      'HTTP server on configurable port (env `PORT`, default 8080)',
      { variable: 'PORT', default: 8080 },
    ],
  ],
  refuses: [
    'The worker SHALL expose metrics on a configurable port (default 8080)',
    'The port of the database can be changed with `DB_PORT`',
    '`docker run -e PORT=9000 notes` binds on port 8000',
    'The service starts and exposes its API at `127.0.0.1:9000`',
    'Exposes the API on localhost:9000',

    'With `PORT=9100` the app listens on port 8000',
    'With `DEBUG=1` the app listens on port 9100',
    'With `PORT=9100` the app does not listen on port 9100',
    'Port 8000 is not exposed',
    'PORT is 8000 and not configurable',
    'PORT defaults to 8000 or 3000',
    'Database listens on port 5432',
    'Does not listen on port 22',
    'Metrics are served on port 9090',
    'Port 8000 is forwarded by the load balancer only',
    'Frontend accessible at http://localhost:8080',
  ],
});
