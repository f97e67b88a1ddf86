import { testLanguage } from '../tests/test-language.ts';
import { starts } from './check.ts';

testLanguage(starts, {
  accepts: [
    ['Docker image runs', {}],
    ['API starts successfully with Bun', {}],
    ['Container starts successfully', {}],
    ['The application starts without errors', {}],
    ['Container runs locally', {}],
    ['Image starts', {}],
    ['Container runs with only env vars (`docker run -e TOKEN_URL=x api`)', { env: ['TOKEN_URL'] }],
    ['Container starts with `LOG_LEVEL=debug`', { env: { LOG_LEVEL: 'debug' } }],
    ['`docker run` works', {}],
    ['The container stays up', { upMs: 10_000 }],
    ['Run the container and verify the application starts', {}],
    ['Container runs without crashing', {}],
    ['Container does not exit immediately', { upMs: 10_000 }],
  ],
  refuses: [
    'A compose smoke test verifies the service starts',
    'Dockerfile runs tests successfully',
    'API starts with Bun, not with Node',
    'When started with `docker run -p 9000:9000`, the sun shines',
    'Container starts with `docker run -m 64m notes`',
    'Container runs with `docker run --read-only --tmpfs /tmp notes`',
    'Container does not start',
    'Container starts on Windows',
    'Container starts without a database',
    'Database container starts',
    'Container runs the app correctly',
    'All services start',
    'Container restarts',
    'The pod starts',
    'Container does not exit',
    'Container does not crash on errors',
    'Given the image, When I run `docker run --read-only api`, Then it starts',
  ],
});
