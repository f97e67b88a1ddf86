import { sql } from 'drizzle-orm';
import * as z from 'zod';
import { type Database, type Drizzle, openDatabase } from '../db/database.ts';
import { migrate } from '../db/migrate.ts';
import { readDatabaseUrl } from '../db/url.ts';
import type { DevPostgres } from '../dev-postgres.ts';
import { emptyDatabase, migrations, temporaryPostgres } from '../tests/postgres.ts';
import { findTasks, listTasks } from './queries.ts';
import type { ListQuery } from './schema.ts';

const rows = 1_000_000;
let postgres: DevPostgres;
let database: Database;

beforeAll(async () => {
  postgres = await temporaryPostgres();
  // One connection: prepared statements belong to it, and can be explained there.
  const url = readDatabaseUrl(await emptyDatabase(postgres));
  database = openDatabase(url, 1, 60_000);
  await migrate(database, migrations);
  // Nearly all are done, as in any list of tasks that is used for years.
  await database.write((db) =>
    db.execute(
      sql`insert into tasks (title, status) select 'Task ' || n, case n % 1000 when 0 then 'pending' when 1 then 'in_progress' else 'completed' end from generate_series(1, ${rows}::int) n`,
    ),
  );
  await database.write((db) => db.execute(sql`vacuum analyze tasks`));
}, 90_000);

afterAll(async () => {
  await database.close();
  await postgres.stop();
});

interface Plan {
  readonly 'Node Type': string;
  readonly 'Index Name'?: string | undefined;
  readonly Plans?: readonly Plan[] | undefined;
}
const planSchema: z.ZodType<Plan> = z.object({
  'Node Type': z.string(),
  'Index Name': z.string().optional(),
  get Plans() {
    return z.array(planSchema).optional();
  },
});
const explained = z.tuple([z.object({ 'QUERY PLAN': z.tuple([z.object({ Plan: planSchema })]) })]);

/** Runs a query so often that PostgreSQL keeps it, then asks how it would run the very statement with these parameters. */
async function planOf(
  query: (db: Drizzle) => Promise<unknown>,
  like: string,
  parameters: readonly (string | number)[],
  mode: 'force_generic_plan' | 'force_custom_plan',
): Promise<readonly string[]> {
  for (let times = 0; times < 3; times += 1) await database.read(query);
  return database.transaction(async (db) => {
    const [statement] = await db.execute<{ name: string }>(
      sql`select name from pg_prepared_statements where statement like ${like}`,
    );
    await db.execute(sql.raw(`set local plan_cache_mode = ${mode}`));
    const values = parameters.map((value) => (typeof value === 'string' ? `'${value}'` : value));
    const answer = await db.execute(
      sql.raw(`explain (format json) execute "${statement?.name}"(${values.join()})`),
    );
    return nodes(explained.parse([...answer])[0]['QUERY PLAN'][0].Plan);
  });
}

function nodes(plan: Plan): readonly string[] {
  const index = plan['Index Name'] === undefined ? '' : ` using ${plan['Index Name']}`;
  return [`${plan['Node Type']}${index}`, ...(plan.Plans ?? []).flatMap(nodes)];
}

const page = (query: Partial<ListQuery>) => (db: Drizzle) =>
  listTasks(db, { limit: 10, after: undefined, status: undefined, ...query });

describe.each(['force_generic_plan', 'force_custom_plan'] as const)(
  'with a million tasks, and a plan for %s',
  (mode) => {
    it.each([0, 500_000, rows - 10])('a page after %d walks the primary key', async (after) => {
      const plan = await planOf(page({ after }), '%"id" > $1%limit $2', [after, 11], mode);
      expect(plan).toEqual(['Limit', 'Index Scan using tasks_pkey']);
    });

    it.each([
      ['completed', 0],
      ['completed', rows - 10],
      ['pending', 0],
      ['pending', rows - 10],
      ['in_progress', rows],
    ] as const)('a page of %s tasks after %d walks the index of both', async (status, after) => {
      const plan = await planOf(
        page({ after, status }),
        '%"id") > ($1, $2)%limit $4',
        [status, after, status, 11],
        mode,
      );
      expect(plan).toEqual(['Limit', 'Index Scan using tasks_status_id_index']);
    });

    it.each([[[1]], [[1, 500_000, 999_999, 7_000_000]]])(
      'tasks %j are found by the primary key',
      async (ids) => {
        const find = (db: Drizzle) => findTasks(db, ids);
        const plan = await planOf(find, '%= any($1::bigint[])%', [`{${ids.join()}}`], mode);
        expect(plan.at(-1)).toMatch(/^(Bitmap )?Index Scan using tasks_pkey$/);
      },
    );
  },
);
