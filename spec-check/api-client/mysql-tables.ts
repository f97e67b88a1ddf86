import { readableFirst, type Tables, type TextRows, unlikeness } from '../model/tables.ts';

/** A database of MySQL or MariaDB, by a client that may only read; it is of this run alone, so that all of it can be read, and dropped with it. */
export function mysqlTables(ask: (statements: string) => Promise<TextRows>): Tables {
  /** The rows of all tables. */
  async function rows() {
    const known = Map.groupBy(await ask(allColumns), ([table]) => `${table}`);
    const selects = [...known].map(([table, columns]) => {
      const key = columns
        .filter(([, , isKey]) => isKey === 'PRI')
        .map(([, name]) => quoted(`${name}`));
      const ownKey = key.length > 0 ? `concat_ws('/', ${key})` : 'null';
      return `select ${literal(table)}, ${ownKey}, t.* from ${quoted(table)} t;`;
    });
    return (await ask(selects.join('\n'))).map(([table, key, ...values]) => ({
      ...{ table: `${table}`, key: key?.replace(/^0x/, '').toLowerCase() },
      text: values.map(decoded).join('\n'),
    }));
  }

  return {
    ping: () => ask('select 1'),
    // Rows have no number of their transaction: what is there now is told by its content.
    now: async () => JSON.stringify((await rows()).map(({ text }) => text)),
    async find({ value, id = '', since, hint }) {
      const ids = [id, id.replaceAll('-', '')].map((one) => one.toLowerCase());
      const found = (await rows()).flatMap(({ table, key, text }) => {
        const readable = text.includes(value);
        const isNew = since !== undefined && !since.includes(JSON.stringify(text));
        const isOwn = isNew && key !== undefined && ids.includes(key);
        return readable || isOwn ? [{ table, key, readable }] : [];
      });
      const distance = ({ table }: { table: string }) => unlikeness(hint, table);
      return readableFirst(found).toSorted((a, b) => distance(a) - distance(b));
    },
    has: async ({ table, key }, value) =>
      (await rows()).some(
        (row) => row.table === table && (key ? row.key === key : row.text.includes(value)),
      ),
    texts: async (table) => (await rows()).flatMap((row) => (row.table === table ? row.text : [])),
    remove: async () => {},
    // Of several statements it takes none.
    read: (query) =>
      ask(`execute immediate ${literal(query)}`).catch((error: Error) => {
        const [, refusal] = /ERROR 1\d{3} \(\w+\)[^:]*: (.*)/.exec(error.message) ?? [];
        if (refusal === undefined) throw error;
        return refusal;
      }),
    byHand: (_variable, query = 'show tables') =>
      `mariadb -h HOST -u USER -p NAME -e '${query.replaceAll("'", "'\\''")}'`,
  };
}

/** The rows that `mariadb --xml --binary-as-hex` prints. */
export function rowsInXml(xml: string): TextRows {
  const field = /<field name="[^"]*"(?: xsi:nil="true" \/>|>([^<]*)<\/field>)/g;
  const plain = (text: string) =>
    text.replace(/&(lt|gt|quot|amp);/g, (_, name) => signs[name] ?? '');
  const textsOf = (row: string) =>
    [...row.matchAll(field)].map(([, text]) => (text === undefined ? null : plain(text)));
  return xml.split('<row>').slice(1).map(textsOf);
}

const signs: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', amp: '&' };

const decoded = (value: string | null) =>
  value?.startsWith('0x') ? Buffer.from(value.slice(2), 'hex').toString() : value;

/** Text that nothing in it can end. */
const literal = (text: string) => `convert(x'${Buffer.from(text).toString('hex')}' using utf8mb4)`;

const quoted = (name = '') => `\`${name.replaceAll('`', '``')}\``;

const allColumns = `
select table_name, column_name, column_key
from information_schema.columns join information_schema.tables using (table_schema, table_name)
where table_schema = database() and table_type = 'BASE TABLE'
order by table_name, ordinal_position`;
