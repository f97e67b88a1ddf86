import type { Sql, TransactionSql } from 'postgres';

export interface Location {
  readonly table: string;
  /** The row's primary key as text; undefined where the table has none. */
  readonly key: string | undefined;
  /** The item's text stands in it; false where only the id does, as in a table that is encrypted. */
  readonly readable: boolean;
}

export interface RowQuery {
  /** Text that no other row has. */
  readonly value: string;
  /** The item's id, and a `transactionNow` from before it was written: a row with this key that is newer is its row. */
  readonly id?: string;
  readonly since?: string;
  /** The path of the collection: tables that are called like it come first. */
  readonly hint: string;
}

/** The number of the database's next transaction: rows written from now on have this one or a later one. */
export async function transactionNow(sql: Sql | undefined): Promise<string> {
  if (sql === undefined) return '0';
  const [row] = await sql<{ now: string }[]>`
    select (pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot()) % 4294967296)::text as now`;
  return row?.now ?? '0';
}

/** The tables with a row of an item, the likeliest first. Throws when the database cannot tell. */
export async function findRows(sql: Sql | undefined, query: RowQuery, signal: AbortSignal) {
  if (sql === undefined) return [];
  const tables = await userTables(sql, query.hint);
  // Somebody's own database may hold large tables: they are read only when the others have nothing.
  const [likely, others] = [true, false].map((wanted) =>
    tables.filter(({ isLikely }) => isLikely === wanted),
  );
  for (const some of [likely, others]) {
    signal.throwIfAborted();
    const found = await searchTables(sql, some ?? [], query);
    // A match by id alone counts only where no row is readable.
    const readable = found.filter((row) => row.readable);
    if (found.length > 0) return readable.length > 0 ? readable : found;
  }
  return [];
}

/** Whether the row is still in its table; by the text alone where the table has no key. */
export async function hasRow(sql: Sql | undefined, { table, key }: Location, value: string) {
  const known = sql && (await userTable(sql, table));
  if (sql === undefined || known === undefined) return false;
  const rows = await sql.begin(async (transaction) => {
    await transaction`set local statement_timeout = '20s'`;
    return transaction`
      select 1 from ${transaction(known.schema)}.${transaction(known.table)} as t where
      ${key === undefined ? transaction`position(${value} in t::text) > 0` : transaction`${keyOf(transaction, known)} = ${key}`}
      limit 1`;
  });
  return rows.length > 0;
}

/** How many texts stand in no row of the table that has the last of them; `like` is how it is called. */
export async function missing(sql: Sql, texts: readonly string[], like: string, over: AbortSignal) {
  const [found] = await findRows(sql, { value: texts.at(-1) ?? '', hint: like }, over);
  const known = found && (await userTable(sql, found.table));
  if (known === undefined) return texts.length;
  const rows = await sql`
    select from pg_catalog.json_array_elements_text(${JSON.stringify(texts)}::text::json) as own
    where not exists (
      select from ${sql(known.schema)}.${sql(known.table)} as t where position(own.value in t::text) > 0)`;
  return rows.length;
}

/** Deletes the rows that a check made and the API did not delete. The texts must be ones that only those hold. */
export async function removeRows(sql: Sql | undefined, table: string, texts: readonly string[]) {
  const known = sql && (await userTable(sql, table));
  if (sql === undefined || known === undefined || texts.length === 0) return;
  await sql`
    delete from ${sql(known.schema)}.${sql(known.table)} as t where exists (
      select from pg_catalog.json_array_elements_text(${JSON.stringify(texts)}::text::json) as own
      where position(own.value in t::text) > 0)`;
}

type UserTable = Awaited<ReturnType<typeof userTables>>[number];

const userTable = async (sql: Sql, name: string): Promise<UserTable | undefined> =>
  (await userTables(sql, name)).find((table) => table.name === name);

/** Tables that this role may read, the one that is called like the hint first, then the small ones. */
async function userTables(sql: Sql, hint: string) {
  const rows = await sql<{ schema: string; table: string; pages: number; key: string }[]>`
    select n.nspname as schema, c.relname as table, c.relpages as pages, coalesce((
      select pg_catalog.json_agg(a.attname order by pg_catalog.array_position(i.indkey::int2[], a.attnum))
      from pg_catalog.pg_index i
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
      where i.indrelid = c.oid and i.indisprimary), '[]')::text as key
    from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'f')
      and n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_'
      and pg_catalog.has_table_privilege(c.oid, 'select')
      and pg_catalog.has_schema_privilege(n.oid, 'usage')`;
  const wanted = hint.toLowerCase().replace(/[^a-z0-9]/g, '');
  const distance = ({ table }: { table: string }) => {
    const name = table.toLowerCase().replace(/[^a-z0-9]/g, '');
    if (wanted === '' || wanted.endsWith(name)) return 0;
    return wanted.includes(name) || name.includes(wanted) ? 1 : 2;
  };
  return [...rows]
    .sort((a, b) => distance(a) - distance(b) || a.pages - b.pages)
    .map((row) => ({
      schema: row.schema,
      table: row.table,
      name: `${row.schema}.${row.table}`,
      key: JSON.parse(row.key) as readonly string[], // as the query aggregates them
      isLikely: distance(row) < 2 || row.pages < 5000,
    }));
}

async function searchTables(sql: Sql, tables: UserTable[], { value, id, since }: RowQuery) {
  if (tables.length === 0) return [];
  return sql.begin(async (transaction) => {
    // Somebody's own database may hold very large tables.
    await transaction`set local statement_timeout = '20s'`;
    const searches = tables.map((known, index) => {
      const { schema, table, name, key } = known;
      const has = transaction`position(${value} in t::text) > 0`;
      const own =
        id === undefined || since === undefined || key.length !== 1
          ? transaction`false`
          : transaction`t.${transaction(key[0] ?? '')}::text = ${id} and t.xmin::text::bigint >= ${since}::text::bigint`;
      return transaction`
        ${index === 0 ? transaction`` : transaction`union all`}
        (select ${name}::text as table, ${has} as readable,
          ${key.length === 0 ? transaction`null::text` : keyOf(transaction, known)} as key
        from ${transaction(schema)}.${transaction(table)} as t where ${has} or (${own}) limit 1)`;
    });
    const rows = await transaction<Location[]>`${searches}`;
    return rows.map((row) => ({ ...row, key: row.key ?? undefined }));
  });
}

const keyOf = (sql: TransactionSql, { key }: UserTable) =>
  sql`pg_catalog.json_build_array(${key.flatMap((column, index) => [
    ...(index === 0 ? [] : [sql`, `]),
    sql`t.${sql(column)}::text`,
  ])})::text`;
