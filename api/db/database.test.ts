import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import driver, { type Sql } from 'postgres';
import type { DevPostgres } from '../dev-postgres.ts';
import { emptyDatabase, temporaryPostgres } from '../tests/postgres.ts';
import { type NetworkCondition, type NetworkProxy, startProxy } from '../tests/proxy.ts';
import { type Database, openDatabase } from './database.ts';
import { DatabaseUnavailable } from './unavailable.ts';
import { readDatabaseUrl } from './url.ts';

let postgres: DevPostgres;
let proxy: NetworkProxy;
let url: string;
let database: Database;

/** Milliseconds; well above what a query on this machine takes. */
const deadline = 1000;

beforeAll(async () => {
  postgres = await temporaryPostgres();
  proxy = await startProxy(postgres.port);
  url = (await emptyDatabase(postgres)).replace(`:${postgres.port}/`, `:${proxy.port}/`);
});

beforeEach(() => {
  database = openDatabase(readDatabaseUrl(url), 3, deadline);
});

afterEach(async () => {
  await proxy.become('clear');
  await database.close();
});

afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await postgres.stop();
});

const one = async (database: Database) => {
  const [row] = await database.read((db) => db.execute(sql`select 1 as one`));
  return row?.one;
};

const failure = (work: Promise<unknown>) =>
  work.then(
    () => 'no error',
    (error) => error,
  );

describe('a call', () => {
  it.each<[NetworkCondition, boolean]>([
    ['down', true],
    ['down', false],
    ['frozen', true],
    ['frozen', false],
    ['hanging up', true],
    ['hanging up', false],
  ])(
    'ends within the deadline when the database is %s (connected before: %s), and works when it is back',
    async (condition, connected) => {
      if (connected) await Promise.all([one(database), one(database), one(database)]);
      await proxy.become(condition);
      const calls = [
        ...Array.from({ length: 5 }, () => one(database)),
        database.write((db) => db.execute(sql`select 1`)),
        database.transaction((db) => db.execute(sql`select 1`)),
      ];
      for (const error of await Promise.all(calls.map(failure))) {
        expect(error).toBeInstanceOf(DatabaseUnavailable);
        // Not by the driver's own time limit, which is ten seconds.
        expect(error.code).toMatch(/^(DEADLINE|BUSY|CONNECTION_CLOSED|E[A-Z]+)$/);
      }
      await proxy.become('clear');
      // The first may meet what is left of the old connections.
      await failure(one(database));
      expect(await one(database)).toBe(1);
    },
  );

  it('that reads is tried again when its connection was cut', async () => {
    let tries = 0;
    const answer = await database.read(async (db) => {
      tries += 1;
      if (tries === 1) await db.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
      const [row] = await db.execute(sql`select 1 as one`);
      return row?.one;
    });
    expect({ answer, tries }).toEqual({ answer: 1, tries: 2 });
  });

  it('that writes is never tried again: it may have happened', async () => {
    let tries = 0;
    const error = await failure(
      database.write((db) => {
        tries += 1;
        return db.execute(sql`select pg_terminate_backend(pg_backend_pid())`);
      }),
    );
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    expect(tries).toBe(1);
  });

  it('ends within the deadline when the query itself takes longer, and leaves the others alone', async () => {
    const slow = failure(database.read((db) => db.execute(sql`select pg_sleep(3)`)));
    expect(await one(database)).toBe(1);
    expect(await slow).toMatchObject({ code: 'DEADLINE' });
  });

  it("passes PostgreSQL's own refusals on", async () => {
    const error = await failure(database.read((db) => db.execute(sql`select no_such_column`)));
    expect(error).toMatchObject({ cause: { code: '42703' } });
  });
});

describe('calls that wait for a lock', () => {
  let direct: Sql;
  let release: () => Promise<void>;
  beforeAll(async () => {
    direct = driver(url.replace(`:${proxy.port}/`, `:${postgres.port}/`), { max: 3 });
    await direct`create table locked (id int primary key, text text)`;
    await direct`insert into locked select id from generate_series(1, 50) id`;
  });
  beforeEach(async () => {
    const other = await direct.reserve();
    await other`begin`;
    await other`select from locked where id <= 5 for update`;
    let released: Promise<void> | undefined;
    release = () => {
      released ??= other`commit`.then(() => other.release());
      return released;
    };
  });
  afterEach(() => release());
  afterAll(() => direct.end());

  const update = (id: number, text = 'x') =>
    database.write((db) => db.execute(sql`update locked set text = ${text} where id = ${id}`), id);
  const backends = () => direct<{ state: string }[]>`
    select state from pg_stat_activity where application_name = 'task-api'`;

  it('are cancelled on the server, say that they were not applied, and keep to the pool’s connections', async () => {
    const errors: unknown[] = [];
    const calls: Promise<unknown>[] = [];
    let most = 0;
    for (let turn = 0; turn < 40; turn += 1) {
      calls.push(update(1 + (turn % 5)).catch((error) => errors.push(error)));
      await sleep(50);
      most = Math.max(most, (await backends()).length);
    }
    await Promise.all(calls);
    expect(errors).toHaveLength(40);
    for (const error of errors) {
      expect(error).toMatchObject({
        code: expect.stringMatching(/^(DEADLINE|BUSY|57014)$/),
        outcome: 'not_applied',
      });
    }
    expect(most).toBeLessThanOrEqual(3);
    while ((await backends()).some(({ state }) => state === 'active')) await sleep(20);
    await release();
    expect(await direct`select from locked where text is not null`).toHaveLength(0);
    await update(1);
  });

  it('leave a connection to reads, however many they are, and other rows alone if they name theirs', async () => {
    const stuck = Array.from({ length: 10 }, () => update(1).catch(() => 'not now'));
    expect(await one(database)).toBe(1);
    await update(7, 'changed');
    await release();
    await Promise.all(stuck);
    expect(await direct`select text from locked where id = 7`).toEqual([{ text: 'changed' }]);
  });

  it('are made when the lock goes in time, one after the other', async () => {
    const calls = Array.from({ length: 5 }, (_, turn) => update(2, `${turn}`));
    await sleep(100);
    await release();
    await Promise.all(calls);
    expect(await direct`select text from locked where id = 2`).toEqual([{ text: '4' }]);
  });
});

it('a write whose connection was cut on the way may have been applied; one that was never sent was not', async () => {
  const cut = failure(
    database.write((db) => db.execute(sql`select pg_terminate_backend(pg_backend_pid())`)),
  );
  expect(await cut).toMatchObject({ outcome: 'unknown' });
  await proxy.become('down');
  const unsent = failure(database.write((db) => db.execute(sql`select 1`)));
  expect(await unsent).toMatchObject({ code: 'ECONNREFUSED', outcome: 'not_applied' });
});

it('a write that is frozen on its way may have been applied, and is not waited for', async () => {
  await one(database);
  const write = failure(database.write((db) => db.execute(sql`select pg_sleep(0.2)`)));
  await sleep(100);
  await proxy.become('frozen');
  expect(await write).toMatchObject({ code: 'DEADLINE', outcome: 'unknown' });
});

describe('a connection string that is wrong is told apart', () => {
  it.each([
    ['the password', '28P01', (url: string) => url.replace(postgres.password, 'wrong')],
    ['the user', '28P01', (url: string) => url.replace('//postgres:', '//nobody:')],
    ['the database', '3D000', (url: string) => url.replace(/\w+$/, 'none')],
    ['the port', 'ECONNREFUSED', (url: string) => url.replace(/:\d+\//, ':1/')],
    ['the host', 'ENOTFOUND', (url: string) => url.replace('127.0.0.1', 'no-such-host.invalid')],
  ])('by %s: %s', async (_, code, change) => {
    const wrong = openDatabase(readDatabaseUrl(change(url)), 1);
    const error = await failure(one(wrong));
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    // A resolver that is away itself says so.
    expect(error.code).toMatch(code === 'ENOTFOUND' ? /^(ENOTFOUND|EAI_AGAIN)$/ : code);
    expect(`${error.message}${error.stack}`).not.toMatch(postgres.password);
    await wrong.close();
  });
});

it('keeps prepared statements where PostgreSQL itself answers', async () => {
  const single = openDatabase(readDatabaseUrl(url), 1);
  const statement = () =>
    single.read((db) =>
      db
        .select({ names: sql<number>`count(*)::int` })
        .from(sql`pg_prepared_statements`)
        .where(sql`statement like ${sql.placeholder('like')}`)
        .prepare('count_statements')
        .execute({ like: '%pg_prepared_statements%' }),
    );
  // The first makes it, the second finds it.
  expect(await statement()).toEqual([{ names: 1 }]);
  expect(await statement()).toEqual([{ names: 1 }]);
  await single.close();
});
