import { testLanguage } from '../tests/test-language.ts';
import { exposes } from './check.ts';

testLanguage(exposes, {
  accepts: [
    ['The Dockerfile says `EXPOSE 5050`', { port: 5050 }],
    ['The container exposes port 8060 for HTTP traffic', { port: 8060 }],
    ['The container SHALL expose port 3001 for HTTP traffic', { port: 3001 }],
    ['Port 8080 exposed for health checks', { port: 8080 }],
    ['Exponer puerto 8080', { port: 8080 }],
    ['Port exposé (3000)', { port: 3000 }],
    ['The service MUST expose port 4100 by default', { port: 4100 }],
    ['`EXPOSE 3100/tcp`', { port: 3100 }],
    ['Exposes port 8080', { port: 8080 }],
    ['`EXPOSE 3000`', { port: 3000 }],
    ['Port 8000 exposed', { port: 8000 }],
    ['The container exposes port 5000 for the Flask application', { port: 5000 }],
    ['EXPOSE 4000 in the Dockerfile', { port: 4000 }],
  ],
  refuses: [
    'The image exposes the port set via `APP_PORT` (default: 7000)',
    'The instructions SHALL include setting the exposed port 3000',
    'Dockerfile has no EXPOSE instruction',
    '`EXPOSE` when the proxy needs it',
    'EXPOSE in the compose file',

    'Port 8080 wird nicht freigegeben',
    'Port 4100 is not exposed by default',
    'Exposes the API on `localhost:3000`',
    '`EXPOSE 3100/udp`',
    'Port 8000 is not exposed',
    // That is `docker run --publish`, whatever the image says.
    'Port 8000 is published',
    'Exposes port 8000 only on localhost',
    'Database exposes port 5432',
    'Exposes 8 endpoints',
    'The image exposes ports 8000-8010',
    'Port 8000–8010 exposed',
    'Exposes ports 80 to 90',
  ],
});
