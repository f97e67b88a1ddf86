import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { connectDocker } from '../docker/docker.ts';
import type { Docker } from '../model/docker.ts';
import type { Report } from '../model/report.ts';
import { databaseServer } from '../resources/database-server.ts';
import { sharedNetwork } from '../resources/engine.ts';
import { mysqlServer } from '../resources/mysql-server.ts';
import { Secrets } from '../secrets/redact.ts';

/** Services on a MySQL: a MariaDB is started for them and looked into by its own client. */
const cli = fileURLToPath(new URL('../cli.ts', import.meta.url));
let folder: string;

const server = `import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import mysql from 'mysql2/promise';
if (!process.env.DATABASE_URL) throw new Error('DATABASE_URL is required');
const db = mysql.createPool(process.env.DATABASE_URL);
await db.query('create table if not exists notes (id int auto_increment primary key, text varchar(4000) not null)');
const answer = async (method, id, body) => {
  const [rows] = await db.query('select * from notes where ? is null or id = ? order by id', [id ?? null, id ?? null]);
  if (!id && method === 'GET') return [200, rows];
  if (!id && method === 'POST') {
    const [{ insertId }] = await db.query('insert into notes (text) values (?)', [body.text]);
    return [201, { id: insertId, text: body.text }];
  }
  if (!rows[0]) return [404, {}];
  if (method === 'GET') return [200, rows[0]];
  if (method === 'PUT') {
    await db.query('update notes set text = ? where id = ?', [body.text, id]);
    return [200, { ...rows[0], text: body.text }];
  }
  if (method === 'DELETE') {
    await db.query('delete from notes where id = ?', [id]);
    return [204];
  }
  return [405, {}];
};
const app = createServer(async (request, response) => {
  const [, collection, id] = request.url.split('/');
  const body = await text(request);
  const respond = async () => {
    if (collection === 'health') return [200, { status: 'ok' }];
    if (collection === 'ready') return db.query('select 1').then(() => [200, {}]);
    return collection === 'notes' ? answer(request.method, id, body && JSON.parse(body)) : [404, {}];
  };
  const [status, said] = await respond().catch(() => [503, { error: 'unavailable' }]);
  response.writeHead(status, { 'content-type': 'application/json' }).end(said && JSON.stringify(said));
}).listen(8000);
process.on('SIGTERM', () => app.close(() => process.exit(0)));
`;

/** It connects, makes its table, and keeps the notes to itself. */
const inMemory = `const kept = [];
const db = {
  async query(sql, [a, b] = []) {
    if (!/notes/.test(sql) || /^create/.test(sql)) return pool.query(sql, [a, b]);
    if (/^select/.test(sql)) return [kept.filter((one) => a === null || String(one.id) === b)];
    if (/^insert/.test(sql)) return [{ insertId: kept.push({ id: kept.length + 1, text: a }) }];
    const at = kept.findIndex(({ id }) => String(id) === (b ?? a));
    if (/^update/.test(sql)) kept[at].text = a;
    else kept.splice(at, 1);
    return [{}];
  },
};
const pool =`;

const dockerfile = `ARG NODE_IMAGE=node:24-bookworm-slim
FROM \${NODE_IMAGE}
WORKDIR /app
RUN npm install --no-save --ignore-scripts mysql2@3
COPY server.mjs ./
USER 1000
EXPOSE 8000
CMD ["node", "server.mjs"]
`;

const criteria = [
  'GET /health returns 200',
  'CRUD works inside the container',
  'Container connects to the MySQL database with the provided DATABASE_URL',
  'Data survives a container restart',
  'Migrations run at startup',
  'DATABASE_URL is required',
  'GET /ready returns 503 while the database is down',
  'Handles SIGTERM gracefully',
  'No secrets in the image',
];

const block = `- No note is empty
  \`\`\`sql
  select count(*) from notes where text = ''
  -- 0
  \`\`\`
- A query may only read
  \`\`\`sql
  drop table notes
  -- 0 rows
  \`\`\`
`;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spec-check-mysql-'));
  await writeFile(path.join(folder, 'Dockerfile'), dockerfile);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

async function check(program: string, lines: readonly string[], front = 'database: mysql\n') {
  await writeFile(path.join(folder, 'server.mjs'), program);
  await writeFile(
    path.join(folder, 'containerization-spec.md'),
    `---\nimage: notes\nresource: /notes\nbody: { text: Hello there }\n${front}---\n
# Notes\n\n## Success Criteria\n\n${lines.map((line) => (line.startsWith('- ') ? line : `- ${line}\n`)).join('')}`,
  );
  const args = ['check', '--format', 'json', '--verbose'];
  const run = await execa(process.execPath, [cli, ...args], { cwd: folder, reject: false });
  if (run.stdout === '') throw new Error(run.stderr);
  const report: Report = JSON.parse(run.stdout);
  return { report, lines: statuses(report), said: run.stdout + run.stderr };
}

/** The warm MariaDB. */
async function helperName(docker: Docker): Promise<string> {
  const list = ['ps', '--filter', 'name=spec-check-database', '--format', '{{.Names}} {{.Image}}'];
  return (
    (await docker.read(list))
      .split('\n')
      .find((one) => /mariadb/.test(one))
      ?.split(' ')[0] ?? ''
  );
}

const statuses = ({ items }: Report) =>
  items.map(({ text, status, evidence }) => [text, status, evidence]);

const passed = (lines: readonly string[]) =>
  lines.map((line) => [line, 'PASS', expect.any(String)]);

it('finds rows, connections and tables in the MariaDB that it starts, and leaves none behind', async () => {
  const { lines, said } = await check(server, [...criteria, block]);
  expect(lines).toEqual([
    ...passed([...criteria, 'No note is empty']),
    ['A query may only read', 'FAIL', expect.stringMatching(/refuses the query: .*denied/)],
  ]);
  expect(lines[1]?.[2]).toMatch(/one text of each found in table notes/);
  expect(lines[2]?.[2]).toMatch(/in table notes of mysql:\/\/app_\w+@127\.0\.0\.1:\d+\//);
  expect(said).not.toMatch(/mysql:\/\/\w+:(?!\*)/);
  const docker = connectDocker();
  const helper = await helperName(docker);
  const show = [
    'mariadb',
    '--no-defaults',
    '--socket=/tmp/db.sock',
    '--user=root',
    '-e',
    'show databases',
  ];
  const left = await docker.read(['exec', helper, ...show]);
  const [own = ''] = /app_\w+?(?=_\d+\b)/.exec(said) ?? [];
  expect(own).not.toBe('');
  expect(left).not.toContain(own);
}, 400_000);

it('fails what keeps its rows in memory, though it connects', async () => {
  const { lines } = await check(server.replace('const db =', inMemory), criteria.slice(0, 4));
  expect(lines).toEqual([
    [criteria[0], 'PASS', expect.any(String)],
    [criteria[1], 'FAIL', expect.stringMatching(/no table has one/)],
    [criteria[2], 'FAIL', expect.stringMatching(/is not in the database of DATABASE_URL/)],
    [criteria[3], 'FAIL', expect.any(String)],
  ]);
}, 400_000);

it('fails what uses another variable, and finds the row of an encrypted table by its id', async () => {
  const other = server.replaceAll('DATABASE_URL', 'MYSQL_URL');
  const { lines } = await check(other, criteria.slice(1, 3));
  const missing = expect.stringMatching(/MYSQL_URL is missing/);
  expect(lines).toEqual(criteria.slice(1, 3).map((line) => [line, 'FAIL', missing]));
  const told = 'database: mysql\nenv: { MYSQL_URL: "${database.url}" }\n';
  expect((await check(other, criteria.slice(1, 3), told)).lines).toEqual(
    passed(criteria.slice(1, 3)),
  );
  const hidden = server
    .replace(
      "db.query('insert into notes (text) values (?)', [body.text])",
      "db.query('insert into notes (text) values (hex(?))', [body.text])",
    )
    .replace('set text = ? where', 'set text = hex(?) where')
    .replace('select * from notes', 'select id, cast(unhex(text) as char) as text from notes');
  const sealed = await check(hidden, criteria.slice(1, 3));
  expect(sealed.lines).toEqual(passed(criteria.slice(1, 3)));
  expect(sealed.lines[0]?.[2]).toMatch(/known by its id and by when it was written/);
}, 400_000);

it('does not take one kind of database for another', async () => {
  const { lines } = await check(server, [
    'Container connects to PostgreSQL with DATABASE_URL',
    'Container connects to Neon',
  ]);
  expect(lines.map(([, status]) => status)).toEqual(['AMBIGUOUS', 'AMBIGUOUS']);
}, 200_000);

it('finds rows of every kind of table, and their keys', async () => {
  await using scope = new AsyncDisposableStack();
  const { signal } = new AbortController();
  const docker = connectDocker();
  const network = await sharedNetwork(docker, signal);
  const context = { runId: 'tables', signal, progress: () => {}, secrets: new Secrets() };
  const server = await databaseServer(mysqlServer, { docker, network }, context, scope);
  const { tables, url } = await server.createDatabase();
  const { pathname, username, password } = new URL(url);
  const helper = await helperName(docker);
  const run = (statements: string) =>
    docker.read(
      [
        ...['exec', '--interactive', '--env', 'MYSQL_PWD', helper, 'mariadb'],
        ...['--no-defaults', '--socket=/tmp/db.sock', `--user=${username}`, pathname.slice(1)],
      ],
      { input: statements, env: { MYSQL_PWD: password } },
    );
  const schemas = "select table_name from information_schema.tables where table_schema like 'app%'";
  expect(await tables.read(schemas)).toEqual([]);
  expect(await tables.find({ value: 'mark-1', hint: '' }, signal)).toEqual([]);
  await run(`
    create table notes (id binary(16) primary key, text varchar(90) character set latin1, at point, raw blob, tag json);
    insert into notes values (x'550e8400e29b41d4a716446655440000', 'ein mark-1 für "dich"\n', point(1, 2), x'00ff3c', '{"a": "mark-2"}'),
      (x'ff0e8400e29b41d4a716446655440000', 'sealed', null, null, null), (x'fe0e8400e29b41d4a716446655440000', 'old', null, null, null);
    create table \`odd \`\`name's\` (a varchar(20), \`{b}\` int);
    insert into \`odd \`\`name's\` values ('mark-3', null);
    create table pairs (b int, a varchar(9), word varchar(20), primary key (a, b));
    insert into pairs values (1, 'x', 'mark-4'), (2, 'x', 'other');
    create view seen as select * from notes;`);
  const find = (value: string, id?: string, since?: string) =>
    tables.find({ value, hint: '/notes', ...(id && { id }), since }, signal);
  const [first] = await find('mark-1');
  expect(first).toEqual({
    table: 'notes',
    key: '550e8400e29b41d4a716446655440000',
    readable: true,
  });
  expect(await find('mark-2')).toEqual([first]);
  const [odd] = await find('mark-3');
  expect(odd).toEqual({ table: "odd `name's", key: undefined, readable: true });
  const [pair] = await find('mark-4');
  expect(pair).toEqual({ table: 'pairs', key: '1/x', readable: true });
  const since = await tables.now();
  const id = 'ff0e8400-e29b-41d4-a716-446655440000';
  expect(await find('mark-9', id, since)).toEqual([]);
  await run("update notes set text = 'sealed again' where text = 'sealed'");
  expect(await find('mark-9', id, since)).toMatchObject([{ table: 'notes', readable: false }]);
  const texts = await tables.texts('notes');
  expect(texts.filter((text) => /mark-[12]/.test(text))).toHaveLength(1);
  expect(texts).toHaveLength(3);
  if (!first || !odd || !pair) throw new Error('Expected a row of each.');
  await run(
    "update notes set text = '', tag = null where text like 'ein%'; delete from pairs where b = 1",
  );
  // Its text alone has gone.
  expect(await tables.has(first, 'mark-1')).toBe(true);
  expect(await tables.has(odd, 'mark-3')).toBe(true);
  expect(await tables.has(pair, 'mark-4')).toBe(false);
  await run("delete from notes where text = ''; drop table `odd ``name's`");
  expect(await tables.has(first, 'mark-1')).toBe(false);
  expect(await tables.has(odd, 'mark-3')).toBe(false);
  expect(await tables.read("select null, 'a<b', count(*) from pairs;")).toEqual([
    [null, 'a<b', '1'],
  ]);
  expect(await tables.read('delete from pairs')).toMatch(/denied/);
  expect(await tables.read('commit; delete from pairs')).toMatch(/syntax/);
  expect(await tables.read("select 1 into outfile '/tmp/out'")).toMatch(/denied/i);
}, 100_000);
