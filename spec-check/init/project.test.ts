import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseMarkdown } from '../language/document/markdown.ts';
import { readFrontMatter } from '../language/settings.ts';
import { readDockerfileFacts } from './dockerfile-facts.ts';
import { firstSpec } from './first-spec.ts';
import { readProject } from './project.ts';

const web = 'FROM scratch\nEXPOSE 8080\n';
const before = process.cwd();
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'project-test-'));
  process.chdir(folder);
});

afterEach(async () => {
  process.chdir(before);
  await rm(folder, { recursive: true });
});

/** The settings of a first spec of a project with these files. */
const settingsOf = async (files: Readonly<Record<string, string>>) =>
  readFrontMatter(parseMarkdown(await specOf(files)));

async function specOf(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
  const facts = readDockerfileFacts(files.Dockerfile ?? web);
  if (facts === undefined) throw new Error('Expected a FROM.');
  return firstSpec(facts, await readProject(folder, facts));
}

it.each<[string, Record<string, string>, object]>([
  [
    'Node with mysql2',
    { 'package.json': '{"dependencies":{"mysql2":"3"}}' },
    { database: 'mysql' },
  ],
  ['Node with pg', { 'package.json': '{"dependencies":{"pg":"8"}}' }, {}],
  [
    'parts of a database',
    {
      '.env.example':
        'DB_HOST=db\nDB_PORT=5432\nPGUSER=app\nDATABASE_PASSWORD=\nDB_NAME=shop\nDB_POOL=5\nSQLALCHEMY_DATABASE_URI=\n',
    },
    {
      env: {
        DB_HOST: '${database.host}',
        DB_PORT: '${database.port}',
        PGUSER: '${database.user}',
        DATABASE_PASSWORD: '${database.password}',
        DB_NAME: '${database.name}',
        SQLALCHEMY_DATABASE_URI: '${database.url}',
      },
    },
  ],
  ['Node with both', { 'package.json': '{"dependencies":{"pg":"8","mysql2":"3"}}' }, {}],
  [
    'Node with SQLite',
    { 'package.json': '{"dependencies":{"better-sqlite3":"1"}}' },
    { database: 'none' },
  ],
  ['Python with PyMySQL', { 'requirements.txt': 'flask\nPyMySQL==1.1\n' }, { database: 'mysql' }],
  ['Python with psycopg', { 'pyproject.toml': 'dependencies = ["psycopg[binary]"]' }, {}],
  ['Go', { 'go.mod': 'require github.com/go-sql-driver/mysql v1.8.1' }, { database: 'mysql' }],
  ['Go with pq', { 'go.mod': 'require github.com/lib/pq v1.10.9' }, {}],
  [
    'Rust',
    { 'Cargo.toml': 'sqlx = { version = "0.8", features = ["mysql"] }' },
    { database: 'mysql' },
  ],
  ['Ruby', { Gemfile: 'gem "mysql2"' }, { database: 'mysql' }],
  [
    '.NET',
    { 'src/Shop.csproj': '<PackageReference Include="Pomelo.EntityFrameworkCore.MySql"/>' },
    { database: 'mysql' },
  ],
  ['Java', { 'pom.xml': '<artifactId>mariadb-java-client</artifactId>' }, { database: 'mysql' }],
  ['nothing that is known', { 'package.json': '{"dependencies":{"express":"5"}}' }, {}],
])('sees the database of %s', async (_, files, expected) => {
  expect(await settingsOf(files)).toEqual(expected);
});

it('sees in a .env.example and a Dockerfile what a Laravel uses', async () => {
  const dockerfile = `${web}RUN docker-php-ext-install pdo_mysql pdo_pgsql\n`;
  const example = 'DB_CONNECTION=mysql\nDB_HOST=127.0.0.1\n';
  expect(await settingsOf({ Dockerfile: dockerfile, '.env.example': example })).toEqual({
    database: 'mysql',
    env: { DB_HOST: '${database.host}' },
  });
});

it.each([
  ['celery', 'FROM scratch\nCMD ["celery", "-A", "tasks", "worker"]\n', 'none'],
  ['sidekiq', 'FROM scratch\nCMD bundle exec sidekiq\n', 'none'],
  [
    'a worker that serves HTTP too',
    'FROM scratch\nEXPOSE 80\nCMD ["node", "worker.js"]\n',
    undefined,
  ],
  ['nothing that says so', 'FROM scratch\nCMD ["node", "index.js"]\n', undefined],
])('takes %s for what it is', async (_, Dockerfile, port) => {
  expect((await settingsOf({ Dockerfile })).port).toBe(port);
});

it('reads from the sources which variables are needed', async () => {
  const spec = await specOf({
    'packages/api/src/index.js':
      "const { PGHOST, PGPASSWORD, PORT = 3000 } = process.env;\napp(process.env.SESSION_SECRET, process.env.MAIL_TOKEN ?? '');",
    'packages/api/src/index.test.js': 'process.env.TEST_SECRET',
    'node_modules/x/index.js': 'process.env.OTHER_SECRET',
    'jobs/mail.py': 'os.environ["SMTP_PASSWORD"]\nos.environ.get("SMS_TOKEN")',
    'src/main/resources/application.yml': 'key: ${API_KEY}\nlevel: ${LOG_TOKEN:none}',
  });
  expect(spec.match(/`[A-Z_]+`(?=\*\*: Env)/g)?.toSorted()).toEqual([
    ...['`API_KEY`', '`SESSION_SECRET`', '`SMTP_PASSWORD`'],
  ]);
  expect(spec).toContain('PGHOST: ${database.host}\n  PGPASSWORD: ${database.password}\n');
  expect(spec).toContain('- [ ] Data survives a container restart');
});
