// Fails in the way that CAUSE names, for real, and says all it knows first: an example of how not to log.
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import postgres from 'postgres';

const { CAUSE = '', DATABASE_URL = '' } = process.env;
const given = new URL(DATABASE_URL);
const password = decodeURIComponent(given.password);
process.stdout.write(
  `${[
    DATABASE_URL,
    JSON.stringify({ password, url: DATABASE_URL }),
    `host=${given.hostname} password=${password}`,
    `authorization: Basic ${Buffer.from(`${given.username}:${password}`).toString('base64')}`,
    Buffer.from(password).toString('hex'),
  ].join('\n')}\n`,
);

/** @param {string} url */
const connect = (url) =>
  postgres(url, { max: 1, connect_timeout: 5, fetch_types: false })`select 1`;
/** @param {Partial<URL>} parts */
const query = (parts) => connect(Object.assign(new URL(DATABASE_URL), parts).href);
const wrongPassword = () => query({ password: `${given.password}x` });
/** @param {number} port @param {string} host */
const listen = (port, host) =>
  createServer((_request, response) => response.end()).listen(port, host);

/** @type {Record<string, () => unknown>} */
const causes = {
  'no-variable': () => {
    delete process.env.DATABASE_URL;
    if (!process.env.DATABASE_URL) throw new Error('DATABASE_URL is not set');
  },
  malformed: () => connect(DATABASE_URL.replace('@', '#@')),
  'wrong-password': () => wrongPassword(),
  'unknown-host': () => query({ hostname: 'nohost.invalid' }),
  refused: () => query({ port: '9' }),
  'unknown-database': () => query({ pathname: '/nowhere' }),
  'without-tls': () => query({ search: '' }),
  'with-tls': () => query({ search: '?sslmode=require' }),
  module: () => import(/** @type {string} */ ('left-pad')),
  permission: () => writeFileSync('/data/tasks.json', '[]'),
  heap: () => {
    const kept = [];
    for (;;) kept.push(new Array(1e6).fill(kept.length));
  },
  memory: () => {
    const kept = [];
    for (;;) kept.push(Buffer.alloc(1e7, 1));
  },
  'other-port': () => listen(3000, '0.0.0.0'),
  loopback: () => listen(8000, '127.0.0.1'),
  // Answers, and dies of the first request that needs the database.
  'dies-later': () =>
    createServer((request, response) => {
      if (request.url !== '/health') return void response.writeHead(404).end('{}');
      setTimeout(() => {
        throw new Error('connect ECONNREFUSED 10.9.8.7:5432');
      });
    }).listen(8000),
  // Runs on without its database, as an API should, and says so.
  unwell: () =>
    createServer(async (request, response) => {
      const failed =
        request.url !== '/health' ? undefined : await wrongPassword().catch((error) => error);
      if (failed) process.stderr.write(`${failed.message}\n`);
      response.writeHead(failed ? 500 : 404).end();
    }).listen(8000),
  'no-port': () => setInterval(() => {}, 1000),
  silent: () => createServer(() => {}).listen(8000),
};

await causes[CAUSE]?.();
