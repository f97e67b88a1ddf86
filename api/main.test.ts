import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { Agent, get, type IncomingMessage } from 'node:http';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import driver from 'postgres';
import type { DevPostgres } from './dev-postgres.ts';
import { build } from './image/build.ts';
import { emptyDatabase, temporaryPostgres } from './tests/postgres.ts';
import { type ApiProcess, freePort, startApi } from './tests/process.ts';
import { startProxy } from './tests/proxy.ts';

let postgres: DevPostgres;
let DATABASE_URL: string;
let PORT: string;
/** The bundle: it starts in a tenth of the time. */
let folder: string;
const started: ApiProcess[] = [];

beforeAll(async () => {
  postgres = await temporaryPostgres();
  folder = await mkdtemp(path.join(tmpdir(), 'main-test-'));
  await build(folder);
});

beforeEach(async () => {
  DATABASE_URL = await emptyDatabase(postgres);
  PORT = String(await freePort());
});

afterEach(async () => {
  for (const { child, exited } of started.splice(0)) {
    child.kill('SIGKILL');
    await exited;
  }
});

afterAll(async () => {
  await rm(folder, { recursive: true });
  await postgres.stop();
});

function start(env: Record<string, string>, cwd = '/'): ApiProcess {
  const api = startApi(path.join(folder, 'server.cjs'), env, cwd);
  started.push(api);
  return api;
}

const linesOf = (api: ApiProcess) =>
  api
    .stdout()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

describe('start', () => {
  it('gives tasks to whoever asks, and says so in JSON lines', async () => {
    const api = start({ DATABASE_URL, PORT, APP_VERSION: '1.2.3', APP_REVISION: 'abc1234' });
    await api.answers('/ready', 200);
    const response = await fetch(`${api.url}/tasks`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': 'from-me',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
      body: '{"title":"secret title"}',
    });
    expect(response.status).toBe(201);
    api.child.kill('SIGTERM');
    expect(await api.exited).toBe(0);
    expect(linesOf(api)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          msg: 'listening',
          port: Number(PORT),
          version: '1.2.3',
          revision: 'abc1234',
        }),
        expect.objectContaining({ msg: 'ready', migrations: 2 }),
        expect.objectContaining({
          msg: 'request',
          level: 'info',
          method: 'POST',
          path: '/tasks',
          status: 201,
          requestId: 'from-me',
          traceId: '0af7651916cd43dd8448eb211c80319c',
          parentId: 'b7ad6b7169203331',
        }),
        expect.objectContaining({ msg: 'stopped' }),
      ]),
    );
    expect(api.stdout()).not.toMatch(postgres.password);
    expect(api.stdout()).not.toMatch('secret title');
    expect(api.stderr()).toBe('');
  });

  it('without DATABASE_URL ends at once, with a line that names it', async () => {
    const api = start({ PORT });
    expect(await api.exited).toBe(1);
    expect(api.stderr()).toBe(
      'DATABASE_URL is required and not set. Example: DATABASE_URL=postgres://user:password@host:5432/tasks\n',
    );
    expect(api.stdout()).toBe('');
  });

  it('with several wrong settings names each in a line, and prints no password', async () => {
    const api = start({
      DATABASE_URL: 'postgres://user:hid#den@db/tasks',
      PORT: 'http',
      POOL_SIZE: '0',
    });
    expect(await api.exited).toBe(1);
    const lines = api.stderr().trimEnd().split('\n');
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['DATABASE_URL', 'PORT', 'POOL_SIZE']);
    expect(api.stderr()).not.toMatch(/hid#|den@| {4}at /);
  });

  it('on a port that is taken ends with a line that names it', async () => {
    const other = createServer().listen(Number(PORT));
    await once(other, 'listening');
    const api = start({ DATABASE_URL, PORT });
    expect(await api.exited).toBe(1);
    expect(api.stderr()).toBe(
      `PORT ${PORT} is in use already. Example: PORT=${Number(PORT) + 1}\n`,
    );
    other.close();
  });

  it('reads .env for what the environment does not say', async () => {
    const cwd = await mkdtemp(path.join(tmpdir(), 'main-test-'));
    await writeFile(path.join(cwd, '.env'), `DATABASE_URL=${DATABASE_URL}\nPORT=1\n`);
    const api = start({ PORT }, cwd);
    await api.answers('/ready', 200);
    await rm(cwd, { recursive: true });
  });

  it('answers who asks for tasks as soon as it listens', async () => {
    const api = start({ DATABASE_URL, PORT });
    await api.answers('/health', 200);
    expect((await fetch(`${api.url}/tasks`)).status).toBe(200);
  });

  it('serves /health while the database is away, says why it is not ready, and is when it comes', async () => {
    await using proxy = await startProxy(postgres.port);
    await proxy.become('down');
    const api = start({
      DATABASE_URL: DATABASE_URL.replace(`:${postgres.port}/`, `:${proxy.port}/`),
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
    const api = start({ DATABASE_URL: DATABASE_URL.replace(postgres.password, 'mistaken'), PORT });
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
      DATABASE_URL: DATABASE_URL.replace(`postgres:${postgres.password}@`, 'nocreate:nocreate@'),
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
    await using proxy = await startProxy(postgres.port);
    const sql = driver(DATABASE_URL, { max: 1 });
    const other = await sql.reserve();
    await other`select pg_advisory_lock(7315402668)`;
    const api = start({
      DATABASE_URL: DATABASE_URL.replace(`:${postgres.port}/`, `:${proxy.port}/`),
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
    const serving = DATABASE_URL.replace(`postgres:${postgres.password}@`, 'serving:serving@');
    const api = start({ DATABASE_URL: serving, PORT, MIGRATE: 'false' });
    await api.prints('run the command `migrate`');
    await api.answers('/ready', 503);

    const command = startApi(path.join(folder, 'server.cjs'), { DATABASE_URL }, '/', {
      command: ['migrate'],
    });
    started.push(command);
    expect(await command.exited).toBe(0);
    expect(linesOf(command)).toContainEqual(
      expect.objectContaining({ msg: 'ready', migrations: 2 }),
    );
    await sql`grant usage on schema drizzle to serving`;
    await sql`grant select on all tables in schema drizzle to serving`;
    await sql`grant select, insert, update, delete on all tables in schema public to serving`;
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

  it('has its metrics on a port of their own when asked', async () => {
    const METRICS_PORT = String(await freePort());
    const api = start({ DATABASE_URL, PORT, METRICS_PORT });
    await api.answers('/ready', 200);
    const metrics = api.url.replace(`:${PORT}`, `:${METRICS_PORT}`);
    expect((await fetch(`${api.url}/metrics`)).status).toBe(404);
    expect((await fetch(`${metrics}/metrics`)).status).toBe(200);
    expect((await fetch(`${metrics}/tasks`)).status).toBe(404);
  });

  it('names the variable of a port that is in use', async () => {
    const api = start({ DATABASE_URL, PORT, METRICS_PORT: PORT });
    expect(await api.exited).toBe(1);
    expect(api.stderr()).toContain(
      `METRICS_PORT ${PORT} is in use already. Example: METRICS_PORT=`,
    );
  });

  it('names the parameters of DATABASE_URL that it ignores', async () => {
    const api = start({ DATABASE_URL: `${DATABASE_URL}?schema=public&pgbouncer=true`, PORT });
    await api.answers('/ready', 200);
    await api.prints('ignored');
    expect(linesOf(api)).toContainEqual(
      expect.objectContaining({ level: 'warn', parameters: ['schema', 'pgbouncer'] }),
    );
  });
});

describe('stop', () => {
  /** A lock on the table, which keeps a request waiting for as long as the test wants. */
  async function lockedTasks() {
    const sql = driver(DATABASE_URL, { max: 1 });
    const lock = await sql.reserve();
    await lock`begin`;
    await lock`lock table tasks`;
    return async () => {
      await lock`commit`;
      lock.release();
      await sql.end();
    };
  }

  const getTasks = (api: ApiProcess, agent: Agent) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      get(`${api.url}/tasks`, { agent }, (response) => resolve(response.resume())).once(
        'error',
        reject,
      );
    });

  /** Whether a new connection is answered; one that was kept alive may be for a moment longer. */
  const takesConnections = (api: ApiProcess) =>
    new Promise<boolean>((resolve) => {
      get(`${api.url}/health`, { agent: false }, (response) => {
        response.resume();
        resolve(true);
      }).once('error', () => resolve(false));
    });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s lets requests in flight finish, and none that is kept alive hold it',
    async (signal) => {
      const api = start({ DATABASE_URL, PORT });
      await api.answers('/ready', 200);
      const agent = new Agent({ keepAlive: true });
      // This connection stays open and idle.
      await getTasks(api, agent);
      const release = await lockedTasks();
      const waiting = [getTasks(api, agent), getTasks(api, agent)];
      await sleep(300);
      api.child.kill(signal);
      while (await takesConnections(api)) await sleep(20);
      expect(api.child.exitCode).toBeNull();
      await release();
      for (const response of await Promise.all(waiting)) {
        expect(response.statusCode).toBe(200);
        expect(response.headers.connection).toBe('close');
      }
      expect(await api.exited).toBe(0);
      agent.destroy();
    },
  );

  it('ends within SHUTDOWN_TIMEOUT, with exit code 1 when requests were lost', async () => {
    const api = start({ DATABASE_URL, PORT, SHUTDOWN_TIMEOUT: '1' });
    await api.answers('/ready', 200);
    const release = await lockedTasks();
    const lost = getTasks(api, new Agent()).catch((error) => error.code);
    await sleep(200);
    api.child.kill('SIGTERM');
    expect(await api.exited).toBe(1);
    expect(await lost).toBe('ECONNRESET');
    await release();
  });

  it('happens at once on a second signal', async () => {
    const api = start({ DATABASE_URL, PORT, SHUTDOWN_TIMEOUT: '600' });
    await api.answers('/ready', 200);
    const release = await lockedTasks();
    const lost = getTasks(api, new Agent()).catch((error) => error.code);
    await sleep(200);
    api.child.kill('SIGTERM');
    await sleep(200);
    api.child.kill('SIGTERM');
    expect(await api.exited).toBe(143);
    expect(await lost).toBe('ECONNRESET');
    await release();
  });

  it('works before the database was ever there', async () => {
    const api = start({ DATABASE_URL: DATABASE_URL.replace(`:${postgres.port}/`, ':1/'), PORT });
    await api.answers('/health', 200);
    api.child.kill('SIGTERM');
    expect(await api.exited).toBe(0);
  });

  it.each([1, 2])(
    'ends in time when the reader of the log stalls; signals: %d',
    async (signals) => {
      const api = start({ DATABASE_URL, PORT, SHUTDOWN_TIMEOUT: '600' });
      await api.answers('/ready', 200);
      // The pipe fills up, and nobody takes anything out of it.
      api.child.stdout?.pause();
      for (let turn = 0; turn < 100; turn += 1) {
        const path = `${api.url}/${'long'.repeat(1000)}`;
        await Promise.all(
          Array.from({ length: 10 }, () => fetch(path).then((r) => r.body?.cancel())),
        );
      }
      const release = await lockedTasks();
      const waiting = getTasks(api, new Agent()).catch((error) => error.code);
      await sleep(200);
      const exit = once(api.child, 'exit');
      for (let sent = 0; sent < signals; sent += 1) {
        api.child.kill('SIGTERM');
        await sleep(300);
      }
      if (signals === 1) await release();
      const ended = Promise.race([exit, sleep(4000, ['still there'])]);
      expect(await ended).toEqual([signals === 1 ? 0 : 143, null]);
      if (signals === 2) await release();
      await waiting;
      api.child.stdout?.resume();
    },
  );

  it('works when nobody reads the log any more, as serving does', async () => {
    const api = start({ DATABASE_URL, PORT });
    await api.answers('/ready', 200);
    api.child.stdout?.destroy();
    for (let index = 0; index < 5; index += 1) await api.answers('/tasks', 200);
    api.child.kill('SIGTERM');
    expect(await api.exited).toBe(0);
    expect(api.stderr()).toBe('');
  });
});
