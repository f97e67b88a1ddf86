import { testLanguage } from '../tests/test-language.ts';
import { health } from './check.ts';

testLanguage(health, {
  accepts: [
    ['`GET /healthz` returns `200 OK`', { path: '/healthz', status: 200 }],
    ['/health works from host', { path: '/health' }],
    ['`/health` répond 200', { path: '/health', status: 200 }],
    ['`GET https://<API>/api/v1/health` returns 200', { path: '/api/v1/health', status: 200 }],
    ['`GET /live` retorna 200 si el proceso esta vivo', { path: '/live', status: 200 }],
    ['`/ready` returns 200 after startup', { path: '/ready', status: 200 }],
    ['`/live` - basic liveness check', { path: '/live' }],
    ['Health check endpoint responds at `/health`', { path: '/health' }],
    ['GET /health returns 200', { path: '/health', status: 200 }],
    ['GET / returns 200', { path: '/', status: 200 }],
    ['`/ready` answers 503 while the database is down', { path: '/ready', whileDatabaseAway: 503 }],
    ['`/healthz` answers with status 200', { path: '/healthz', status: 200 }],
    ['Health endpoint available at /status', { path: '/status' }],
    ['`curl http://localhost:8000/health` returns 200 OK', { path: '/health', status: 200 }],
    ['Hitting `/ping` returns a 200', { path: '/ping', status: 200 }],
    ['Health check: GET /live → 200', { path: '/live', status: 200 }],
    ['`/readyz` is reachable from the started container', { path: '/readyz' }],
    [
      '`GET /health` returns 200 `{"status":"ok"}`',
      { path: '/health', status: 200, body: { status: 'ok' } },
    ],
    ['Health endpoints implemented (`/livez`, `/readyz`)', { path: '/livez' }, { path: '/readyz' }],
    [
      'When a client calls `/health`, then the API answers with 200',
      { path: '/health', status: 200 },
    ],
    [
      '`/health` is 200 only when the database is up',
      { path: '/health', status: 200, whileDatabaseAway: 'no success' },
    ],
    [
      'If the database is unreachable, `/ready` returns 503',
      { path: '/ready', whileDatabaseAway: 503 },
    ],
    [
      '`/health` returns 200, container reports healthy, runs as `nobody`',
      { path: '/health', status: 200 },
    ],
  ],
  refuses: [
    'Health checks pass if `/health` exists',
    'Health checks pass when a `/health` endpoint is available in the application',
    'Running the built image with PORT=4000 never answers GET /healthz with 200',
    'Running the built image with DEBUG=1 answers GET /healthz with 200',
    'Health endpoint at `/healthz` for use in development',
    '`GET https://<FRONTEND_URL>/health` returns 200',
    'Health endpoint does not respond at `/health`',
    'Health responds at `/health` when the database is down',
    'The API answers at `/api/v2/orders` as soon as the container starts',
    'Health endpoint `/health` requires authentication',
    'POST /tasks returns 201',
    'GET /health returns 200 on staging',
    'GET /health returns 200 for 99% of requests',
    '`/health` or `/healthz` answers',
    'Health probes target `/healthz`',
    'README documents `/health`',
    '`/app/dist` exists in the image',
  ],
});
