import { isDeepStrictEqual } from 'node:util';
import type { Sql } from 'postgres';
import { counted } from '../../model/format.ts';

/** Values as text, as PostgreSQL prints them. */
type Rows = readonly (readonly (string | null)[])[];

/** Reads a query and below it the rows that it must give: `-- pending | 2` for each, or `-- N rows`. Throws with what is wrong. */
export function readSqlBlock(source: string): { query: string; expected: number | Rows } {
  const lines = source.split('\n').map((line) => line.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  let from = lines.length;
  while (/^\s*--/.test(lines[from - 1] ?? '')) from -= 1;
  const comments = lines.slice(from).map((line) => line.replace(/^\s*--\s?/, '').trim());
  const query = lines.slice(0, from).join('\n').trim().replace(/;\s*$/, '');
  if (query === '') throw new Error('expected a query');
  if (comments.length === 0)
    throw new Error('expected the rows below the query, as in "-- 0 rows" or "-- pending | 2"');
  const [only = ''] = comments;
  const count = comments.length === 1 ? /^(\d+|no) rows?$/.exec(only)?.[1] : undefined;
  if (count !== undefined) return { query, expected: count === 'no' ? 0 : Number(count) };
  return {
    query,
    expected: comments.map((row) =>
      row.split('|').map((value) => (value.trim() === 'NULL' ? null : value.trim())),
    ),
  };
}

type SqlBlock = ReturnType<typeof readSqlBlock>;

/** Runs the query where it can change nothing: one statement, in a transaction that only reads. The rows, or why the server refuses it. */
export async function runSqlBlock(sql: Sql, { query }: SqlBlock): Promise<Rows | string> {
  // The extended protocol, which the driver takes and does not declare: without parameters it would use the
  // simple one, by which a second statement could end the transaction.
  const extended = { prepare: true, simple: false };
  try {
    const rows = await sql.begin('read only', (transaction) =>
      transaction.unsafe(query, [], extended).raw(),
    );
    return rows.map((row) => row.map((value: Buffer | null) => value?.toString('utf8') ?? null));
  } catch (error) {
    const { default: postgres } = await import('postgres');
    if (error instanceof postgres.PostgresError) return error.message;
    throw error;
  }
}

/** Whether the query gives the rows that the block names; `rows` may be why the server refuses it. */
export function judgeSql({ query, expected }: SqlBlock, rows: Rows | string) {
  const command = `psql "$DATABASE_URL" -At -c '${query.replaceAll("'", "'\\''")}'`;
  if (typeof rows === 'string')
    return {
      holds: false,
      evidence: `PostgreSQL refuses the query: ${rows}`,
      expected: 'rows',
      actual: rows,
      fix: 'Correct the query, which may only read, or what the API creates in its database.',
      command,
    };
  const isCount = typeof expected === 'number';
  return {
    holds: isCount ? rows.length === expected : isDeepStrictEqual(rows, expected),
    evidence: `The query gives ${counted(rows.length, 'row')}: ${shown(rows)}`,
    wrong: `The query gives other rows: ${shown(rows)}`,
    expected: isCount ? `${expected} rows` : shown(expected),
    actual: shown(rows),
    fix: 'Correct what the API writes, or the rows that the spec expects.',
    measured: { rows: rows.length },
    command,
  };
}

function shown(rows: Rows): string {
  if (rows.length === 0) return '(no rows)';
  const lines = rows.slice(0, 5).map((row) => row.map((value) => value ?? 'NULL').join(' | '));
  return lines.join('; ') + (rows.length > 5 ? `; … ${rows.length} rows` : '');
}
