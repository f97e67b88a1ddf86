import { testLanguage } from '../tests/test-language.ts';
import { envSet } from './check.ts';

testLanguage(envSet, {
  accepts: [
    ['PYTHONDONTWRITEBYTECODE is set to 1', { PYTHONDONTWRITEBYTECODE: '1' }],
    ['NODE_ENV defaults to production', { NODE_ENV: 'production' }],
    ['ENV NODE_ENV production', { NODE_ENV: 'production' }],
    ['`NODE_ENV` is `production` in the image', { NODE_ENV: 'production' }],
    ['Sets `NODE_ENV=production`', { NODE_ENV: 'production' }],
    ['`ENV NODE_ENV=production`', { NODE_ENV: 'production' }],
    ['The image sets `PYTHONUNBUFFERED=1` and `TZ=UTC`', { PYTHONUNBUFFERED: '1', TZ: 'UTC' }],
    ['`NODE_ENV=production` is set in the Dockerfile', { NODE_ENV: 'production' }],
    ['`NODE_ENV` is set to `production`', { NODE_ENV: 'production' }],
  ],
  refuses: [
    '`DATABASE_URL=<postgres-url>`',
    'DB_PASSWORD=hunter2',
    '`CGO_ENABLED=1` is set',
    '`GOOS=linux` is set',
    'NODE_ENV is not set to production',
    '`ENV GIT_SHA=${GIT_SHA}` so the running process can read it',
    'NODE_ENV is not production',
    'PORT to bind',
    '`docker run -e PORT=9000 notes`',
    '`NODE_ENV=production` is not set',
    'Tests run with `NODE_ENV=test`',
    'Container starts with `A_B=1`',
    'NODE_ENV must not be set to production',
  ],
});
