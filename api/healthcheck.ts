import { get } from 'node:http';

/** HEALTHCHECK of the image, without a shell: exit 0 when `/health` answers 200 in time, else 1. */
const port = process.env.PORT?.trim() || '8000';
const request = get({ host: '127.0.0.1', port, path: '/health', timeout: 5000 }, (response) => {
  response.resume();
  process.exitCode = response.statusCode === 200 ? 0 : 1;
});
request.on('timeout', () => request.destroy());
request.on('error', () => {
  process.exitCode = 1;
});
