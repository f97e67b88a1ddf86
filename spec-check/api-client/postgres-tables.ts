import { setTimeout as sleep } from 'node:timers/promises';
import postgres, { type PendingQuery, type Row, type Sql } from 'postgres';
import { onError } from '../model/on-error.ts';
import { type Location, readableFirst, type Tables, unlikeness } from '../model/tables.ts';

/** A PostgreSQL, which may be somebody's own with large tables. */
export function postgresTables(sql: Sql): Tables {
  /** Tables that this role may read, the one that is called like the hint first, then the small ones. */
  async function userTables(hint: string) {
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
    return rows
      .map(({ schema, table, pages, key }) => ({
        ...{ pages, distance: unlikeness(hint, table), name: `${schema}.${table}` },
        from: sql`${sql(schema)}.${sql(table)} as t`,
        key: JSON.parse(key) as readonly string[], // as the query aggregates them
      }))
      .sort((a, b) => a.distance - b.distance || a.pages - b.pages);
  }

  type UserTable = Awaited<ReturnType<typeof userTables>>[number];
  const userTable = async (name: string) =>
    (await userTables(name)).find((table) => table.name === name);

  const holds = (text: string) => sql`position(${text} in t::text) > 0`;
  const keyOf = ({ key }: UserTable) =>
    sql`pg_catalog.json_build_array(${key.flatMap((column, index) => [
      ...(index === 0 ? [] : [sql`, `]),
      sql`t.${sql(column)}::text`,
    ])})::text`;

  /** One row of each table that fits. */
  async function search(
    tables: readonly UserTable[],
    value: string,
    fits: (table: UserTable) => PendingQuery<Row[]>,
  ): Promise<Location[]> {
    if (tables.length === 0) return [];
    const queries = tables.map(
      (table, index) => sql`
        ${index === 0 ? sql`` : sql`union all`}
        (select ${table.name}::text as table, ${holds(value)} as readable,
          ${table.key.length === 0 ? sql`null::text` : keyOf(table)} as key
        from ${table.from} where ${fits(table)} limit 1)`,
    );
    const rows = await sql.begin(async (transaction) => {
      await transaction`set local statement_timeout = '20s'`;
      return transaction<Location[]>`${queries}`;
    });
    return rows.map((row) => ({ ...row, key: row.key ?? undefined }));
  }

  /** The number of its next transaction: rows written from now on have this one or a later one. */
  async function now(): Promise<string> {
    const [row] = await sql<{ now: string }[]>`
      select (pg_catalog.txid_snapshot_xmax(pg_catalog.txid_current_snapshot()) % 4294967296)::text as now`;
    return row?.now ?? '0';
  }

  const find: Tables['find'] = async ({ value, id, since, hint }, signal) => {
    const tables = await userTables(hint);
    const isOwn = ({ key: [column, ...more] }: UserTable) =>
      id === undefined || since === undefined || column === undefined || more.length > 0
        ? sql`false`
        : sql`t.${sql(column)}::text = ${id} and t.xmin::text::bigint >= ${since}::text::bigint`;
    // Large tables are read only when the others have nothing.
    for (const wanted of [true, false]) {
      signal.throwIfAborted();
      const some = tables.filter((one) => (one.distance < 2 || one.pages < 5000) === wanted);
      const fits = (table: UserTable) => sql`${holds(value)} or (${isOwn(table)})`;
      const found = await search(some, value, fits);
      if (found.length > 0) return readableFirst(found);
    }
    return [];
  };

  async function has({ table, key }: Location, value: string) {
    const known = await userTable(table);
    const found = await search(known ? [known] : [], value, (one) =>
      key === undefined ? holds(value) : sql`${keyOf(one)} = ${key}`,
    );
    return found.length > 0;
  }

  async function texts(table: string) {
    const known = await userTable(table);
    if (known === undefined) return [];
    const rows = await sql<{ text: string }[]>`select t::text as text from ${known.from}`;
    return rows.map(({ text }) => text);
  }

  async function remove(table: string, texts: readonly string[]) {
    const known = await userTable(table);
    if (known === undefined || texts.length === 0) return;
    await sql`
      delete from ${known.from} where exists (
        select from pg_catalog.json_array_elements_text(${JSON.stringify(texts)}::text::json) as own
        where position(own.value in t::text) > 0)`;
  }

  /** One statement, in a transaction that only reads. */
  const read: Tables['read'] = async (query) => {
    // The extended protocol, which the driver takes and does not declare: without parameters it would use the
    // simple one, by which a second statement could end the transaction.
    const extended = { prepare: true, simple: false };
    const rows = sql.begin('read only', (one) => one.unsafe(query, [], extended).raw());
    const text = (value: Buffer | null) => value?.toString('utf8') ?? null;
    return rows.then(
      (all) => all.map((row) => row.map(text)),
      onError(postgres.PostgresError, ({ message }) => message),
    );
  };

  const byHand = (variable: string, query = '\\dt') =>
    `psql "$${variable}" -At -c '${query.replaceAll("'", "'\\''")}'`;
  /** A serverless database wakes up within ten seconds; a server that closes every connection makes the driver try for ever. */
  async function ping(signal: AbortSignal) {
    const over = sleep(11_000, undefined, { signal, ref: false }).then(() => {
      throw Object.assign(new Error('no answer'), { code: 'CONNECT_TIMEOUT' });
    });
    await Promise.race([sql`select 1`, over]);
  }

  return { ping, now, find, has, texts, remove, read, byHand };
}
