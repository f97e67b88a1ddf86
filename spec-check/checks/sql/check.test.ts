import { verdictOf } from '../../model/verdict.ts';
import { judgeSql, readSqlBlock } from './check.ts';

describe('an sql block', () => {
  it.each<[string, (string | null)[][], 'PASS' | 'FAIL']>([
    ['select 1\n-- 1', [['1']], 'PASS'],
    ['select 1\n-- 1', [['2']], 'FAIL'],
    ['select 1\n-- 1', [], 'FAIL'],
    ['select 1\n-- 1', [['1'], ['1']], 'FAIL'],
    [
      'select a, b\n-- x | NULL\n-- y | 2',
      [
        ['x', null],
        ['y', '2'],
      ],
      'PASS',
    ],
    ['select a, b\n-- x | NULL', [['x', '']], 'FAIL'],
    ['select a;\n-- no rows', [], 'PASS'],
    ['select a\n-- 2 rows', [['1'], ['2']], 'PASS'],
    ['select a\n-- 2 rows', [['1']], 'FAIL'],
    ['-- a comment first\nselect a\n-- 1 row', [['1']], 'PASS'],
  ])('%j on %j', (source, rows, status) => {
    expect(verdictOf(judgeSql(readSqlBlock(source), rows)).status).toBe(status);
  });
});
