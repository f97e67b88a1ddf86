import { sql } from 'drizzle-orm';
import type { EmbeddedPostgres } from '../../setup/postgres.ts';
import { emptyDatabase, parsed, temporaryPostgres } from '../tests/postgres.ts';
import { type NetworkCondition, type NetworkProxy, startProxy } from '../tests/proxy.ts';
import { type Database, openDatabase } from './database.ts';
import { DatabaseUnavailable } from './unavailable.ts';

let postgres: EmbeddedPostgres;
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
  database = openDatabase({ url: parsed(url), poolSize: 3, deadline });
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
        expect(error.code).toMatch(/^(DEADLINE|CONNECTION_CLOSED|E[A-Z]+)$/);
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

describe('a connection string that is wrong is told apart', () => {
  it.each([
    ['the password', '28P01', (url: string) => url.replace(postgres.password, 'wrong')],
    ['the user', '28P01', (url: string) => url.replace('//postgres:', '//nobody:')],
    ['the database', '3D000', (url: string) => url.replace(/\w+$/, 'none')],
    ['the port', 'ECONNREFUSED', (url: string) => url.replace(/:\d+\//, ':1/')],
    ['the host', 'ENOTFOUND', (url: string) => url.replace('127.0.0.1', 'no-such-host.invalid')],
  ])('by %s: %s', async (_, code, change) => {
    const wrong = openDatabase({ url: parsed(change(url)), poolSize: 1 });
    const error = await failure(one(wrong));
    expect(error).toBeInstanceOf(DatabaseUnavailable);
    // A resolver that is away itself says so.
    expect(error.code).toMatch(code === 'ENOTFOUND' ? /^(ENOTFOUND|EAI_AGAIN)$/ : code);
    expect(`${error.message}${error.stack}`).not.toMatch(postgres.password);
    await wrong.close();
  });
});

it('keeps prepared statements where PostgreSQL itself answers, from the second call on', async () => {
  const single = openDatabase({ url: parsed(url), poolSize: 1 });
  const statement = () =>
    single.read((db) =>
      db
        .select({ names: sql<number>`count(*)::int` })
        .from(sql`pg_prepared_statements`)
        .where(sql`statement like ${sql.placeholder('like')}`)
        .prepare('count_statements')
        .execute({ like: '%pg_prepared_statements%' }),
    );
  expect(await statement()).toEqual([{ names: 0 }]);
  // The first makes it, the second finds it.
  await statement();
  expect(await statement()).toEqual([{ names: 1 }]);
  await single.close();
});
