import { get } from 'node:http';

const request = get(
  `http://127.0.0.1:${process.env.PORT ?? 8000}/health`,
  { timeout: 1500 },
  (response) => process.exit(response.statusCode === 200 ? 0 : 1),
);
request.on('timeout', () => process.exit(1));
request.on('error', () => process.exit(1));
