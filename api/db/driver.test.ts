import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import driver, { type Sql } from 'postgres';
import type { DevPostgres } from '../dev-postgres.ts';
import { emptyDatabase, temporaryPostgres } from '../tests/postgres.ts';
import { type NetworkProxy, startProxy } from '../tests/proxy.ts';
import { type Database, openDatabase } from './database.ts';
import { DatabaseUnavailable } from './unavailable.ts';
import { readDatabaseUrl } from './url.ts';

/**
 * The patch of the driver (patches/): postgres 3.4.9 keeps its row counter when a query is cut in
 * the middle of its result, and gives the next query on that connection an array with holes.
 */
let postgres: DevPostgres;
let proxy: NetworkProxy;
let direct: Sql;
let name: string;
let database: Database;

beforeAll(async () => {
  postgres = await temporaryPostgres();
  proxy = await startProxy(postgres.port);
  const url = await emptyDatabase(postgres);
  direct = driver(url, { max: 1 });
  name = new URL(url).pathname.slice(1);
  // One connection: what was cut and what comes after it share it.
  const pooled = url.replace(`:${postgres.port}/`, `:${proxy.port}/`);
  database = openDatabase(readDatabaseUrl(pooled), 1);
});

afterAll(async () => {
  await database.close();
  await direct.end();
  await proxy[Symbol.asyncDispose]();
  await postgres.stop();
});

/** Sends 60 rows of 10 kB, then nothing for ten seconds. */
const cutAfterRows = sql`
  select i, repeat('x', 10000), pg_sleep(case when i = 60 then 10 else 0 end)
  from generate_series(1, 110) i`;

const onBackend = async (call: string) => {
  const sleeping = async () =>
    direct.unsafe(
      `select ${call} from pg_stat_activity where datname = '${name}' and wait_event = 'PgSleep'`,
    );
  while ((await sleeping()).length === 0) await sleep(10);
};

describe('a query that was cut in the middle of its result leaves no hole in the next one', () => {
  it.each([
    ['by pg_cancel_backend', () => onBackend('pg_cancel_backend(pid)')],
    ['by pg_terminate_backend', () => onBackend('pg_terminate_backend(pid)')],
    [
      'by a connection that is reset',
      async () => {
        await onBackend('pid');
        await proxy.become('reset');
        await proxy.become('clear');
      },
    ],
    [
      'by statement_timeout',
      async () => {
        // Set before, and cut by the server itself.
      },
    ],
  ])('%s', async (trigger, cut) => {
    for (const _round of [1, 2]) {
      const timeout = trigger === 'by statement_timeout' ? '300ms' : '0';
      await database.write((db) => db.execute(sql.raw(`set statement_timeout = '${timeout}'`)));
      const cutQuery = database.write((db) => db.execute(cutAfterRows));
      const failure = expect(cutQuery).rejects.toBeInstanceOf(DatabaseUnavailable);
      await cut();
      await failure;
      const rows = await database.read((db) =>
        db.execute(sql`select i from generate_series(1, 3) i`),
      );
      expect([...rows]).toEqual([{ i: 1 }, { i: 2 }, { i: 3 }]);
    }
  });
});
