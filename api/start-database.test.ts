import { setTimeout as sleep } from 'node:timers/promises';
import driver from 'postgres';
import { bundledApi, linesOf } from './tests/bundle.ts';
import { startProxy } from './tests/proxy.ts';

const { place, server, start } = bundledApi();
let DATABASE_URL: string;
let PORT: string;

beforeEach(async () => {
  ({ DATABASE_URL, PORT } = await place());
});

describe('start with a database that is away or refuses', () => {
  it('serves /health while the database is away, says why it is not ready, and is when it comes', async () => {
    await using proxy = await startProxy(server().port);
    await proxy.become('down');
    const api = start({
      DATABASE_URL: DATABASE_URL.replace(`:${server().port}/`, `:${proxy.port}/`),
      PORT,
    });
    await api.answers('/health', 200);
    await api.answers('/ready', 503);
    await api.answers('/tasks', 503);
    await api.prints('ECONNREFUSED');
    expect(linesOf(api)).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        code: 'ECONNREFUSED',
        msg: expect.stringMatching('nothing listens at the host and port of DATABASE_URL'),
      }),
    );
    await proxy.become('clear');
    await api.answers('/ready', 200);
    await api.answers('/tasks', 200);
  });

  it('waits for a database that refuses the password, and says so without it', async () => {
    const api = start({ DATABASE_URL: DATABASE_URL.replace(server().password, 'mistaken'), PORT });
    await api.answers('/ready', 503);
    await api.prints('"code":"28P01"');
    expect(linesOf(api)).toContainEqual(expect.objectContaining({ level: 'warn', code: '28P01' }));
    expect(api.stdout() + api.stderr()).not.toMatch('mistaken');
  });

  it('ends when the schema cannot be made, and says why', async () => {
    const sql = driver(DATABASE_URL, { max: 1, onnotice: () => {} });
    await sql`create role nocreate login password 'nocreate'`;
    await sql.end();
    const api = start({
      DATABASE_URL: DATABASE_URL.replace(`postgres:${server().password}@`, 'nocreate:nocreate@'),
      PORT,
    });
    expect(await api.exited).toBe(1);
    expect(linesOf(api)).toContainEqual(
      expect.objectContaining({
        level: 'fatal',
        err: expect.objectContaining({ cause: expect.objectContaining({ code: '42501' }) }),
      }),
    );
  });

  it('migrates when the database is back that went in the middle of a migration', async () => {
    await using proxy = await startProxy(server().port);
    const sql = driver(DATABASE_URL, { max: 1 });
    const other = await sql.reserve();
    await other`select pg_advisory_lock(7315402668)`;
    const api = start({
      DATABASE_URL: DATABASE_URL.replace(`:${server().port}/`, `:${proxy.port}/`),
      PORT,
    });
    const waiting = () => other`select from pg_locks where locktype = 'advisory' and not granted`;
    while ((await waiting()).length === 0) await sleep(20);
    await proxy.become('down');
    await other`select pg_advisory_unlock(7315402668)`;
    await proxy.become('clear');
    await api.answers('/ready', 200);
    expect(linesOf(api)).not.toContainEqual(expect.objectContaining({ level: 'fatal' }));
    expect(api.stderr()).toBe('');
    other.release();
    await sql.end();
  });

  it('migrates by a command of its own, and serves as a role that may create nothing', async () => {
    const sql = driver(DATABASE_URL, { max: 1, onnotice: () => {} });
    await sql`create role serving login password 'serving'`;
    // Before there are any: between a table and its rights the API may look at it.
    await sql`alter default privileges grant usage on schemas to serving`;
    await sql`alter default privileges grant select, insert, update, delete on tables to serving`;
    const serving = DATABASE_URL.replace(`postgres:${server().password}@`, 'serving:serving@');
    const api = start({ DATABASE_URL: serving, PORT, MIGRATE: 'false' });
    await api.prints('run the command `migrate`');
    await api.answers('/ready', 503);

    const command = start({ DATABASE_URL }, '/', ['migrate']);
    expect(await command.exited).toBe(0);
    expect(linesOf(command)).toContainEqual(
      expect.objectContaining({ msg: 'ready', migrations: 2 }),
    );
    await sql.end();
    await api.answers('/ready', 200);
    for (const headers of [{}, { 'idempotency-key': 'one' }] as Record<string, string>[]) {
      const response = await fetch(`${api.url}/tasks`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"title":"by a role without rights"}',
      });
      expect(response.status).toBe(201);
    }
  });
});
