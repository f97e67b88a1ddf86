import type { TextRows } from '../model/tables.ts';
import { mysqlTables, rowsInXml } from './mysql-tables.ts';

const { signal } = new AbortController();

describe('what the client prints', () => {
  const xml = (rows: string) =>
    `<?xml version="1.0"?>\n\n<resultset statement="select 1" xmlns:xsi="x">\n${rows}</resultset>\n`;

  it('is rows of texts', () => {
    const [a, b] = [
      '  <row>\n\t<field name="a">1</field>\n',
      '\t<field name="b" xsi:nil="true" />\n',
    ];
    expect(rowsInXml(xml(`${a}${b}  </row>\n`))).toEqual([['1', null]]);
    expect(rowsInXml('')).toEqual([]);
    expect(rowsInXml(xml(''))).toEqual([]);
  });

  it('has its signs back, and lines and what looks like a row stay text', () => {
    const text = '&lt;row&gt; &quot;a&amp;lt;\nb&quot;';
    expect(rowsInXml(xml(`<row>\n<field name="a">${text}</field>\n</row>`))).toEqual([
      ['<row> "a&lt;\nb"'],
    ]);
  });

  it('is of all statements', () => {
    const row = (value: string) => xml(`<row>\n<field name="a">${value}</field>\n</row>\n`);
    expect(rowsInXml(row('1') + xml('') + row('2'))).toEqual([['1'], ['2']]);
  });
});

describe('rows of a MySQL', () => {
  const query = { value: 'mark', id: '7', since: '["old\\n7"]', hint: '/notes' };
  /** A database with these rows: table, key, and values. */
  const having = (...rows: TextRows) =>
    mysqlTables(async (statements) =>
      statements.includes('information_schema')
        ? rows.flatMap(([table = null, key = null]) => [[table, 'id', key && 'PRI']])
        : rows,
    );

  it.each<[string, TextRows, object[]]>([
    ['by their text', [['log', null, '7', 'x mark y']], [{ table: 'log', readable: true }]],
    ['by a text of bytes', [['log', null, '0x6D61726B']], [{ table: 'log', readable: true }]],
    [
      'by their text before their id',
      [
        ['log', '7', 'sealed'],
        ['notes', '7', 'mark'],
      ],
      [{ table: 'notes', key: '7', readable: true }],
    ],
    [
      'by their id where they are newer and nothing is readable',
      [['notes', '7', 'sealed']],
      [{ table: 'notes', key: '7', readable: false }],
    ],
    ['not by their id where they were there before', [['notes', '7', 'old', '7']], []],
    [
      'with the likeliest table first',
      [
        ['audit', '1', 'mark'],
        ['notes', '7', 'mark'],
      ],
      [{ table: 'notes' }, { table: 'audit' }],
    ],
  ])('are found %s', async (_, rows, found) => {
    expect(await having(...rows).find(query, signal)).toMatchObject(found);
    expect(await having(...rows).find(query, signal)).toHaveLength(found.length);
  });

  it('are found by an id of bytes', async () => {
    const [id, since] = ['550E8400-e29b-41d4-a716-446655440000', '[]'];
    const { find } = having(['notes', '0x550E8400E29B41D4A716446655440000', 'sealed']);
    expect(await find({ value: 'mark', id, since, hint: '' }, signal)).toHaveLength(1);
    expect(await find({ value: 'mark', id: `${id}0`, since, hint: '' }, signal)).toEqual([]);
  });

  it('are found by no id without a moment before', async () => {
    const { find } = having(['notes', '7', 'sealed']);
    expect(await find({ value: 'mark', id: '7', hint: '' }, signal)).toEqual([]);
  });

  it('are told by their content from those that were there before', async () => {
    const before = having(['notes', '7', 'old', '7']);
    const { find } = having(['notes', '7', 'old', '7'], ['notes', '7', 'new', '7']);
    expect(await find({ ...query, since: await before.now() }, signal)).toHaveLength(1);
    expect(await before.find({ ...query, since: await before.now() }, signal)).toEqual([]);
    expect(await before.find({ ...query, since: await having().now() }, signal)).toHaveLength(1);
  });

  it('are there by their key, or by the text where the table has none', async () => {
    const { has } = having(['notes', '7', 'mark'], ['log', null, 'mark']);
    const row = { table: 'notes', readable: true };
    expect(await has({ ...row, key: '7' }, 'mark')).toBe(true);
    expect(await has({ ...row, key: '8' }, 'mark')).toBe(false);
    expect(await has({ ...row, table: 'log', key: undefined }, 'mark')).toBe(true);
    expect(await has({ ...row, table: 'log', key: undefined }, 'other')).toBe(false);
  });

  it('are read by names of tables that end nothing', async () => {
    const asked: string[] = [];
    const { find } = mysqlTables(async (statements) => {
      asked.push(statements);
      return asked.length === 1 ? [["a`b'; drop table c", 'd`e', 'PRI']] : [];
    });
    await find(query, signal);
    expect(asked.at(-1)).toMatch(/\('\/', `d``e`\), t\.\* from `a``b'; drop table c` t;$/);
    expect(asked.at(-1)).toContain(Buffer.from("a`b'; drop table c").toString('hex'));
  });

  it('are not there where the server refuses a query, and unknown where it does not answer', async () => {
    const failing = (words: string) =>
      mysqlTables(() => Promise.reject(new Error(`The MariaDB server refuses: ${words}`)));
    const refused = "ERROR 1142 (42000) at line 1: DROP command denied to user 'a'";
    expect(await failing(refused).read('drop table a')).toBe("DROP command denied to user 'a'");
    const gone = "ERROR 2002 (HY000): Can't connect to local server through socket";
    await expect(failing(gone).read('select 1')).rejects.toThrow('2002');
  });
});
