import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { reportSchema } from '../model/report.ts';

/** What runs somewhere already, asked by `--url`, without any Docker. */
const cli = path.join(import.meta.dirname, '../cli.ts');
const program = path.join(import.meta.dirname, '../prove/image/server.mjs');
const work = new AsyncDisposableStack();
let folder: string;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spec-check-deployed-'));
  work.defer(() => rm(folder, { recursive: true, force: true }));
  const free = createServer().listen(0, '127.0.0.1');
  await once(free, 'listening');
  ({ port } = free.address() as AddressInfo);
  free.close();
  const env = { FAULT: 'memory', DATABASE_URL: 'postgres://nowhere', PORT: String(port) };
  const api = execa(process.execPath, [program], { env, reject: false });
  work.defer(() => void api.kill('SIGKILL'));
  for (let answers = false; !answers; )
    answers = await fetch(`http://127.0.0.1:${port}/health`).then(
      ({ ok }) => ok,
      () => false,
    );
}, 30_000);

afterAll(() => work.disposeAsync());

async function checked(url: string, promises: readonly string[], env: object = {}) {
  const lines = promises.map((promise) => `- [ ] ${promise}\n`).join('');
  await writeFile(path.join(folder, 'spec.md'), `# T\n\n## Success Criteria\n\n${lines}`);
  const args = [cli, 'check', '--url', url, 'spec.md', '--format', 'json'];
  const { stdout, stderr, exitCode } = await execa(process.execPath, args, {
    ...{ cwd: folder, reject: false, timeout: 60_000 },
    // No engine answers there.
    env: { DOCKER_HOST: 'tcp://127.0.0.1:1', ...env },
  });
  const report = stdout ? reportSchema.parse(JSON.parse(stdout)) : undefined;
  const told = report?.items.map(({ text, status, evidence }) => [text, status, evidence]);
  return { exitCode, report, told, stderr };
}

it('asks what is deployed for what can be asked, and says of the rest that it needs the image', async () => {
  const { told, report, exitCode } = await checked(`http://127.0.0.1:${port}/`, [
    'GET /health returns 200',
    'GET /nowhere returns 200',
    'Tasks can be created, read, updated and deleted',
    'Container does not run as root',
    '`/health` answers 503 while the database is down',
    '`/health` responds and the image size is under 200 MB',
    'Shuts down gracefully on SIGTERM',
    'Zero downtime deployment',
  ]);
  expect(told).toEqual([
    ['GET /health returns 200', 'PASS', expect.stringMatching(/→ 200 .*, 20 times/)],
    ['GET /nowhere returns 200', 'FAIL', expect.stringMatching(/→ 404/)],
    [expect.stringMatching(/^Tasks/), 'PASS', expect.stringMatching(/no database is looked into/)],
    [expect.stringMatching(/root$/), 'UNVERIFIED', 'Needs the image'],
    [expect.stringMatching(/down$/), 'UNVERIFIED', 'Needs the image'],
    [expect.stringMatching(/200 MB$/), 'UNVERIFIED', 'Needs the image'],
    [expect.stringMatching(/SIGTERM$/), 'UNVERIFIED', 'Needs the image'],
    [expect.stringMatching(/^Zero/), 'UNVERIFIED', 'Needs the image'],
  ]);
  expect(exitCode).toBe(1);
  expect(report).toMatchObject({ image: null, engine: null, run: { pushed: null } });
  const commands = report?.items.flatMap(({ checks }) => checks.map(({ command }) => command));
  for (const command of commands?.filter(Boolean) ?? [])
    expect(command).toContain(`http://127.0.0.1:${port}`);
}, 60_000);

it('passes where all that is promised can be asked and holds', async () => {
  const { exitCode } = await checked(`http://127.0.0.1:${port}`, ['GET /health returns 200']);
  expect(exitCode).toBe(0);
}, 60_000);

it('calls it an error where nothing answers: others may reach it', async () => {
  const { exitCode, told } = await checked('http://127.0.0.1:1', ['GET /health returns 200']);
  expect(told?.[0]?.slice(1)).toEqual(['ERROR', expect.stringMatching(/ECONNREFUSED/)]);
  expect(exitCode).toBe(3);
}, 60_000);

it('asks by TLS, and trusts nobody whom Node does not trust', async () => {
  const [key, cert] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')];
  const certified = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=localhost'];
  const names = ['-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', cert];
  await execa('openssl', ['req', ...certified, ...names]);
  const source = `require('node:https').createServer({ key: fs.readFileSync('${key}'), cert: fs.readFileSync('${cert}') },
    (request, response) => response.writeHead(request.url === '/health' ? 200 : 404).end('{}'))
    .listen(0, 'localhost', function () { console.log(this.address().port) })`;
  const server = execa(process.execPath, ['-e', source], { reject: false });
  try {
    const [line] = await once(server.stdout, 'data');
    const url = `https://localhost:${String(line).trim()}`;
    const promises = ['GET /health returns 200', '`/health` responds within 2 s'];
    const strange = await checked(url, promises);
    expect(strange.told?.map(([, status]) => status)).toEqual(['ERROR', 'ERROR']);
    const trusted = await checked(url, promises, { NODE_EXTRA_CA_CERTS: cert });
    expect(trusted.told?.map(([, status]) => status)).toEqual(['PASS', 'PASS']);
  } finally {
    server.kill('SIGKILL');
  }
}, 90_000);

it.each(['ftp://127.0.0.1', 'tasks.example.com', 'https://me:secret@127.0.0.1'])(
  'refuses %s',
  async (url) => {
    const { exitCode, stderr } = await checked(url, ['GET /health returns 200']);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('Such as https://')]);
  },
);
