import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { whenReady } from '../../api-client/exchange.ts';
import { defineCheck, readableBlock } from '../../model/check.ts';
import { counted } from '../../model/format.ts';
import type { TextRows } from '../../model/tables.ts';

export const sql = defineCheck({
  title: 'A query gives the rows written out below the item',
  proof:
    'Written as a query and below it its rows as comments, -- pending | 2, or their number, -- 0 rows. It is asked of the database of DATABASE_URL, one query once the API is up, in a transaction that only reads; the rows must be exactly those of the block.',
  faults: [
    [
      'a row that should not be',
      'accepts-anything',
      "No task lacks a title ```select count(*) from todo where title = ''\n-- 0",
      /gives other rows: [1-9]/,
    ],
    [
      'a missing index',
      'accepts-anything',
      "Titles are indexed ```select indexname from pg_indexes where tablename = 'todo' and indexdef like '%(title)%'\n-- 1 row",
      /\(no rows\)/,
    ],
  ],
  params: z.strictObject({ source: readableBlock(readSqlBlock).describe('The block below it') }),
  describe: ({ source }) => {
    const { query, expected } = readSqlBlock(source);
    return `${query.replace(/\s+/g, ' ')} gives ${typeof expected === 'number' ? counted(expected, 'row') : 'the rows written out'}`;
  },
  needs: ['database', 'container'],
  run: async ({ source }, { database, container }, { signal }) => {
    const block = readSqlBlock(source);
    const baseUrl = await container.answers(signal);
    // Migrations are done when the API no longer says that it is not ready.
    await whenReady(baseUrl, { path: '/ready', signal });
    const { read, byHand } = database.tables;
    const command = byHand('DATABASE_URL', block.query);
    return { ...judgeSql(block, await read(block.query)), command };
  },
});

/** Reads a query and below it the rows that it must give: `-- pending | 2` for each, or `-- N rows`. Throws with what is wrong. */
export function readSqlBlock(source: string): { query: string; expected: number | TextRows } {
  const lines = source.trimEnd().split(/[^\S\n]*\n/);
  const from = lines.findLastIndex((line) => !/^\s*--/.test(line)) + 1;
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

/** Whether the query gives the rows that the block names; `rows` may be why the server refuses it. */
export function judgeSql({ expected }: ReturnType<typeof readSqlBlock>, rows: TextRows | string) {
  if (typeof rows === 'string')
    return {
      holds: false,
      evidence: `The database refuses the query: ${rows}`,
      expected: 'rows',
      actual: rows,
      fix: 'Correct the query, which may only read, or what the API creates in its database.',
    };
  const isCount = typeof expected === 'number';
  return {
    holds: isCount ? rows.length === expected : isDeepStrictEqual(rows, expected),
    evidence: `The query gives ${counted(rows.length, 'row')}: ${shown(rows)}`,
    wrong: `The query gives other rows: ${shown(rows)}`,
    expected: isCount ? counted(expected, 'row') : shown(expected),
    actual: shown(rows),
    fix: 'Correct what the API writes, or the rows that the spec expects.',
    measured: { rows: rows.length },
  };
}

function shown(rows: TextRows): string {
  if (rows.length === 0) return '(no rows)';
  const lines = rows.slice(0, 5).map((row) => row.map((value) => value ?? 'NULL').join(' | '));
  return lines.join('; ') + (rows.length > 5 ? `; … ${rows.length} rows` : '');
}
