import * as z from 'zod';
import { whenReady } from '../../api-client/exchange.ts';
import { defineCheck, readableBlock } from '../../model/check.ts';
import { judgeSql, readSqlBlock } from './measure.ts';

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
  params: z.strictObject({
    source: readableBlock(readSqlBlock).describe('The block below the item'),
  }),
  describe: ({ source }) => {
    const { query, expected } = readSqlBlock(source);
    return `${query.replace(/\s+/g, ' ')} gives ${typeof expected === 'number' ? `${expected} rows` : 'the rows written out'}`;
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
