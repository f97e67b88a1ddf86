import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import type { Report } from '../model/report.ts';

const server = `require('node:http')
  .createServer((_request, response) => response.end('{"status":"ok"}'))
  .listen(8000);
process.on('SIGTERM', () => process.exit(0));
`;
const spec = `---
database: none
---
# Service

## Success Criteria

- [ ] \`GET /health\` returns 200
- [ ] Container does not run as root
`;
const dockerfile = (user: string, kind: number) => `ARG NODE_IMAGE=node:24-bookworm-slim
FROM \${NODE_IMAGE}
LABEL kind=${kind}
COPY server.js /
USER ${user}
EXPOSE 8000
CMD ["node", "/server.js"]
`;

let folder: string;
const cli = path.join(import.meta.dirname, '../cli.ts');
const check = (...args: string[]) =>
  execa(process.execPath, [cli, ...args], {
    cwd: folder,
    reject: false,
    env: { DATABASE_URL: '' },
  });

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'many-test-'));
  for (let number = 1; number <= 20; number += 1) {
    const service = path.join(folder, 'services', `s${String(number).padStart(2, '0')}`);
    await mkdir(service, { recursive: true });
    await writeFile(path.join(service, 'server.js'), server);
    await writeFile(
      path.join(service, 'Dockerfile'),
      dockerfile(number === 7 ? '0' : '1000', number % 3),
    );
    await writeFile(path.join(service, 'spec.md'), number === 9 ? '# Nothing\n' : spec);
  }
});

afterAll(() => rm(folder, { recursive: true }));

it('twenty services of three images are proven in one run, and what is wrong with one is its own', async () => {
  const { exitCode, stderr } = await check(
    'services/*/spec.md',
    '--format',
    'json',
    '--output',
    'out',
  );
  expect(exitCode).toBe(1);
  const report = JSON.parse(await readFile(path.join(folder, 'out/report.json'), 'utf8')) as Report;
  expect(report.items.filter(({ status }) => status !== 'PASS')).toEqual([
    expect.objectContaining({
      image: 'services/s07',
      status: 'FAIL',
      spec: 'services/s07/spec.md',
    }),
    expect.objectContaining({ image: 'services/s09', status: 'ERROR' }),
  ]);
  expect(report.items).toHaveLength(2 * 19 + 1);
  expect(stderr).toContain('services/s20/spec.md: 2 of 2 promises hold.');
}, 400_000);

it('shards of them are joined again, and a missing one is missed', async () => {
  for (const shard of ['1/2', '2/2']) {
    const { stdout } = await check(
      'services/s0[1-6]/spec.md',
      ...['--shard', shard, '--format', 'json', '--quiet'],
    );
    await writeFile(path.join(folder, `${shard[0]}.json`), stdout);
  }
  const joined = await check('merge', '1.json', '2.json');
  expect(joined.stdout).toContain('12 of 12 promises hold.');
  const missed = await check('merge', '2.json');
  expect([missed.exitCode, missed.stderr]).toEqual([
    2,
    expect.stringContaining('each of 2 shards once, got: 2/2'),
  ]);
}, 200_000);
