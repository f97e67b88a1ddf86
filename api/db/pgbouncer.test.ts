import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import driver, { type Sql } from 'postgres';
import type { DevPostgres } from '../dev-postgres.ts';
import { build } from '../image/build.ts';
import { type Authority, privateAuthority } from '../tests/certificates.ts';
import { distributionProgram } from '../tests/distribution.ts';
import { type Pooler, startPgbouncer } from '../tests/pgbouncer.ts';
import { migrations, temporaryPostgres } from '../tests/postgres.ts';
import { type ApiProcess, freePort, startApi } from '../tests/process.ts';
import { type Database, openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { DatabaseUnavailable } from './unavailable.ts';
import { readDatabaseUrl } from './url.ts';

const program = await distributionProgram('pgbouncer', '/usr/sbin/pgbouncer');
const describeWithPooler = program === undefined ? describe.skip : describe;

describeWithPooler('behind PgBouncer in transaction mode', () => {
  let postgres: DevPostgres;
  let authority: Authority;
  let pooler: Pooler;
  /** Not through the pooler. */
  let direct: Sql;
  let name: string;
  let url: string;
  const opened: Database[] = [];

  beforeAll(async () => {
    [postgres, authority] = await Promise.all([temporaryPostgres(), privateAuthority()]);
    const certificate = await authority.sign('IP:127.0.0.1');
    pooler = await startPgbouncer(program ?? '', postgres, certificate);
    direct = driver(postgres.url('postgres'), { max: 1 });
  });

  let count = 0;
  beforeEach(async () => {
    count += 1;
    name = `pooled_${count}`;
    await postgres.createDatabase(name);
    url = pooler.url(name);
  });

  afterEach(async () => {
    await Promise.all(opened.splice(0).map((database) => database.close()));
  });

  afterAll(async () => {
    await direct.end();
    await pooler[Symbol.asyncDispose]();
    await authority[Symbol.asyncDispose]();
    await postgres.stop();
  });

  function open(as = url, poolSize = 10): Database {
    const database = openDatabase(readDatabaseUrl(as), poolSize);
    opened.push(database);
    return database;
  }

  /** The server's own view of its connections to the database. */
  const sessions = () =>
    direct<{ pid: number; application_name: string }[]>`
      select pid, application_name from pg_stat_activity where datname = ${name} order by pid`;

  /** What is prepared on each of the two connections, which stay with the server from client to client. */
  async function prepared(): Promise<readonly string[]> {
    const client = driver(url, { max: 2, prepare: false, fetch_types: false });
    const pids: number[] = [];
    const both = Promise.withResolvers<void>();
    const look = () =>
      client.begin(async (transaction) => {
        const [row] = await transaction`select pg_backend_pid() as pid`;
        // Neither lets its connection go before the other has one as well.
        if (pids.push(row?.pid) === 2) both.resolve();
        await both.promise;
        return transaction`select statement from pg_prepared_statements`;
      });
    const rows = await Promise.all([look(), look()]);
    await client.end();
    expect(pids.sort((a, b) => a - b)).toEqual((await sessions()).map(({ pid }) => pid));
    return rows.flat().map(({ statement }) => statement);
  }

  describe('the database layer', () => {
    it('migrates once, however many processes start together', async () => {
      const counts = await Promise.all(
        Array.from({ length: 4 }, () => migrate(open(url, 2), migrations)),
      );
      expect(counts.sort()).toEqual([0, 0, 0, 2]);
    });

    it('gets its own answer to each of 200 calls at once, and prepares nothing', async () => {
      const database = open();
      const calls = Array.from({ length: 200 }, async (_, index) => {
        const how = (['read', 'write', 'transaction'] as const)[index % 3] ?? 'read';
        const [row] = await database[how]((db) =>
          db.execute(sql`select ${index}::int as index, ${`text ${index}`}::text as text`),
        );
        return row;
      });
      expect(await Promise.all(calls)).toEqual(
        Array.from({ length: 200 }, (_, index) => ({ index, text: `text ${index}` })),
      );
      expect(await prepared()).toEqual([]);
    });

    it('would leave statements on the connections if it prepared them', async () => {
      const preparing = driver(url, { max: 1, prepare: true, fetch_types: false });
      await preparing`select ${1}::int as one`;
      await preparing.end();
      expect(await prepared()).toEqual([expect.stringMatching('select .1::int as one')]);
    });

    it('tells the server its name, or the one that the URL gives', async () => {
      const named = async (as: string) => {
        const [row] = await open(as).read((db) =>
          db.execute(sql`select current_setting('application_name') as name`),
        );
        return row?.name;
      };
      expect(await named(url)).toBe('task-api');
      expect(await named(`${url}?application_name=mine`)).toBe('mine');
      expect(await named(url)).toBe('task-api');
    });

    it("connects by TLS with Neon's parameters, and with those that poolers refuse", async () => {
      const parameters = `sslmode=require&channel_binding=require&sslrootcert=${authority.file}&pgbouncer=true&schema=public&options=endpoint%3Dx&statement_timeout=1`;
      const [row] = await open(`${url}?${parameters}`).read((db) =>
        db.execute(sql`select 1 as one`),
      );
      expect(row).toEqual({ one: 1 });
      const unknown = open(`${url}?sslmode=verify-full`);
      await expect(unknown.read((db) => db.execute(sql`select 1`))).rejects.toMatchObject({
        code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      });
    });

    it('reads again when the server has cut the connection behind the pooler', async () => {
      const database = open();
      let tries = 0;
      const answer = await database.read(async (db) => {
        tries += 1;
        if (tries === 1) await db.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
        const [row] = await db.execute(sql`select 1 as one`);
        return row?.one;
      });
      expect({ answer, tries }).toEqual({ answer: 1, tries: 2 });
    });

    it('cancels through the pooler what waits for a lock, keeps to its connections, and goes on', async () => {
      const owner = driver(postgres.url(name), { max: 1 });
      await owner`create table locked (id int primary key, text text)`;
      await owner`insert into locked values (1), (2)`;
      const held = await owner.reserve();
      await held`begin`;
      await held`select from locked where id = 1 for update`;
      const database = openDatabase(readDatabaseUrl(url), 3, 400);
      opened.push(database);
      const update = (id: number) =>
        database.write((db) => db.execute(sql`update locked set text = 'x' where id = ${id}`), id);
      let clients = 0;
      const calls: Promise<unknown>[] = [];
      for (let turn = 0; turn < 30; turn += 1) {
        calls.push(
          update(1).then(
            () => 'applied',
            (error) => error,
          ),
        );
        clients = Math.max(clients, await pooler.clients(name));
        await sleep(50);
      }
      for (const error of await Promise.all(calls))
        expect(error).toMatchObject({ outcome: 'not_applied' });
      expect(clients).toBeGreaterThan(0);
      expect(clients).toBeLessThanOrEqual(3);
      const waiting = () =>
        direct`select from pg_stat_activity where datname = ${name} and wait_event_type = 'Lock'`;
      while ((await waiting()).length > 0) await sleep(20);
      await held`commit`;
      held.release();
      await update(1);
      await update(2);
      expect(await owner`select text from locked`).toEqual([{ text: 'x' }, { text: 'x' }]);
      await owner.end();
    });

    it.each([
      ['the password', /^(08|28)/, (text: string) => text.replace(postgres.password, 'wrong')],
      ['the user', /^(08|28)/, (text: string) => text.replace('//postgres:', '//nobody:')],
      // The pooler keeps the client waiting while it tries again.
      ['the database', /^(08|3D|DEADLINE)/, (text: string) => text.replace(/\w+$/, 'none')],
    ])('finds the database away when %s is wrong', async (_, code, change) => {
      const database = openDatabase(readDatabaseUrl(change(url)), 1, 1000);
      opened.push(database);
      const failure = database.read((db) => db.execute(sql`select 1`));
      await expect(failure).rejects.toBeInstanceOf(DatabaseUnavailable);
      await expect(failure).rejects.toMatchObject({ code: expect.stringMatching(code) });
    });
  });

  describe('the API', () => {
    let folder: string;
    const started: ApiProcess[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'pgbouncer-test-'));
      await build(folder);
    });

    afterEach(async () => {
      for (const { child, exited } of started.splice(0)) {
        child.kill('SIGKILL');
        await exited;
      }
    });

    afterAll(() => rm(folder, { recursive: true }));

    async function start(): Promise<ApiProcess> {
      const PORT = String(await freePort());
      const api = startApi(path.join(folder, 'server.cjs'), { DATABASE_URL: url, PORT });
      started.push(api);
      return api;
    }

    const linesOf = (api: ApiProcess) =>
      api
        .stdout()
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line));

    async function send(api: ApiProcess, method: string, to: string, body?: object) {
      const response = await fetch(api.url + to, {
        method,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
    }

    /** Everything that can be done to a task, as one client does it among many. */
    async function lifeOfTask(api: ApiProcess, title: string) {
      const created = await send(api, 'POST', '/tasks', { title });
      const path = `/tasks/${created.body.id}`;
      return {
        created: [created.status, created.body.title],
        path,
        read: (await send(api, 'GET', path)).body.title,
        replaced: (await send(api, 'PUT', path, { title, description: title })).body.description,
        changed: (await send(api, 'PATCH', path, { status: 'completed' })).body,
        listed: (await send(api, 'GET', '/tasks?limit=1')).status,
        deleted: (await send(api, 'DELETE', path)).status,
        gone: (await send(api, 'GET', path)).status,
      };
    }

    it('answers 200 clients of four processes at once, each with what is its own', async () => {
      const apis = await Promise.all([start(), start(), start(), start()]);
      await Promise.all(apis.map((api) => api.answers('/ready', 200)));
      const said = () => apis.flatMap(linesOf).filter(({ msg }) => msg === 'ready');
      // The line may come after the answer.
      for (let left = 100; said().length < apis.length && left > 0; left -= 1) await sleep(50);
      const ran = said();
      expect(ran.map(({ migrations }) => migrations).sort()).toEqual([0, 0, 0, 2]);

      const clients = apis.flatMap((api, process) =>
        Array.from({ length: 50 }, (_, client) => ({ api, title: `task ${process}.${client}` })),
      );
      const lives = await Promise.all(clients.map(({ api, title }) => lifeOfTask(api, title)));
      expect(lives).toEqual(
        clients.map(({ title }) => ({
          created: [201, title],
          path: expect.stringMatching(/^\/tasks\/\d+$/),
          read: title,
          replaced: title,
          changed: expect.objectContaining({ title, description: title, status: 'completed' }),
          listed: 200,
          deleted: 204,
          gone: 404,
        })),
      );
      expect(new Set(lives.map(({ path }) => path)).size).toBe(200);

      // Up to forty connections to the pooler, and two from there to the server.
      const names = (await sessions()).map(({ application_name }) => application_name);
      expect(names).toEqual(['task-api', 'task-api']);
      expect(await prepared()).toEqual([]);

      for (const api of apis) {
        api.child.kill('SIGTERM');
        expect(await api.exited).toBe(0);
        expect(linesOf(api).filter(({ level }) => level !== 'info')).toEqual([]);
        expect(api.stderr()).toBe('');
      }
    });
  });
});
