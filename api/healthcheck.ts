import { get } from 'node:http';

/** HEALTHCHECK of the image, without a shell: exit 0 when `/health` answers 200, else 1; a frozen process gets 5 s. */
const port = Number(process.env.PORT?.trim() || 8000);
get({ host: '127.0.0.1', port, path: '/health', agent: false }, ({ statusCode }) =>
  process.exit(statusCode === 200 ? 0 : 1),
).once('error', () => process.exit(1));
setTimeout(() => process.exit(1), 5000);
