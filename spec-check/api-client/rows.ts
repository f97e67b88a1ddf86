import type { Sql } from 'postgres';

/** Where a value was found in a database, without knowing its tables. */
export interface Found {
  /** `public.tasks` */
  readonly table: string;
  readonly rows: number;
}

/**
 * The user tables with a row in which the text stands, the likeliest first; looks on only until one is
 * found. Throws when the database cannot be asked or takes longer than 20 s.
 */
export async function findRows(
  sql: Sql,
  text: string,
  hint: string,
  signal: AbortSignal,
): Promise<Found[]> {
  for (const table of await userTables(sql, hint)) {
    signal.throwIfAborted();
    const rows = await countRows(sql, table, text);
    if (rows > 0) return [{ table: table.name, rows }];
  }
  return [];
}

/** How many rows of one table hold the text: 0 says that what was there is gone. */
export async function rowsLeft(sql: Sql, table: string, text: string): Promise<number> {
  const known = (await userTables(sql, table)).find(({ name }) => name === table);
  return known === undefined ? 0 : countRows(sql, known, text);
}

/** Deletes the rows that a check made and the API did not delete. The text must be one that only those hold. */
export async function removeRows(sql: Sql, table: string, text: string): Promise<void> {
  const known = (await userTables(sql, table)).find(({ name }) => name === table);
  if (known === undefined) return;
  await sql`delete from ${sql(known.schema)}.${sql(known.table)} as t where position(${text} in t::text) > 0`;
}

interface UserTable {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
}

/** Tables that this role may read, the one that is called like the hint first, then the small ones. */
async function userTables(sql: Sql, hint: string): Promise<UserTable[]> {
  const rows = await sql<{ schema: string; table: string; pages: number }[]>`
    select n.nspname as schema, c.relname as table, c.relpages as pages
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'f')
      and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
      and pg_catalog.has_table_privilege(c.oid, 'select')
      and pg_catalog.has_schema_privilege(n.oid, 'usage')`;
  const wanted = hint.toLowerCase().replace(/[^a-z0-9]/g, '');
  const distance = ({ table }: { table: string }) => {
    const name = table.toLowerCase().replace(/[^a-z0-9]/g, '');
    return wanted === '' ? 1 : wanted.includes(name) || name.includes(wanted) ? 0 : 1;
  };
  return [...rows]
    .sort((a, b) => distance(a) - distance(b) || a.pages - b.pages)
    .map(({ schema, table }) => ({ schema, table, name: `${schema}.${table}` }));
}

async function countRows(sql: Sql, { schema, table }: UserTable, text: string): Promise<number> {
  return sql.begin(async (transaction) => {
    // Somebody's own database may hold very large tables.
    await transaction`set local statement_timeout = '20s'`;
    const [row] = await transaction<{ rows: number }[]>`
      select count(*)::int as rows from ${transaction(schema)}.${transaction(table)} as t
      where position(${text} in t::text) > 0`;
    return row?.rows ?? 0;
  });
}
