import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { connectDocker } from '../docker/docker.ts';
import { reportSchema } from '../model/report.ts';
import { fileOf, formats } from '../report/formats.ts';

/** The whole program, as people run it: on this project, and on this project with a fault. */
const root = fileURLToPath(new URL('../..', import.meta.url));
const cli = path.join(root, 'spec-check/cli.ts');
const docker = connectDocker();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spec-check-whole-'));
  for (const name of ['api', 'specs', 'Dockerfile', '.dockerignore', '.npmrc']) {
    await cp(path.join(root, name), path.join(folder, name), { recursive: true });
  }
  for (const name of ['package.json', 'package-lock.json']) {
    await cp(path.join(root, name), path.join(folder, name));
  }
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

function start(cwd: string, ...args: readonly string[]) {
  return execa(process.execPath, [cli, 'check', ...args], {
    cwd,
    reject: false,
    timeout: 200_000,
    // On a busy machine cleaning up takes longer than the five seconds after which it would be killed.
    forceKillAfterDelay: false,
    env: { DATABASE_URL: '' },
  });
}

/** Containers, images, folders and servers that a process made and that are still there. */
async function leftBy(pid: number | undefined): Promise<readonly string[]> {
  const containers = await docker.read([
    'ps',
    '--all',
    '--format',
    '{{.Names}} {{.Label "spec-check.owner"}}',
  ]);
  const images = await docker.read(['images', '--format', '{{.Repository}}:{{.Tag}}']);
  const folders = await Promise.all(
    [tmpdir(), '/dev/shm'].map((parent) => readdir(parent).catch(() => [])),
  );
  const made = new RegExp(`:${pid}$|\\.${pid}\\.\\w+$|^spec-check-\\w+-${pid}-`);
  return [...containers.split('\n'), ...images.split('\n'), ...folders.flat()].filter((name) =>
    made.test(name),
  );
}

it('proves every line of its own spec, reports it in every way, and leaves nothing behind', async () => {
  const run = start(folder, '--format', formats.join(','), '--output', 'reports');
  const { pid } = run;
  const { exitCode, stdout, stderr } = await run;
  const reported = (name: string) => readFile(path.join(folder, 'reports', name), 'utf8');
  const { items, summary, image } = reportSchema.parse(JSON.parse(await reported('report.json')));
  expect(
    items.filter(({ status }) => status !== 'PASS').map(({ text, evidence }) => [text, evidence]),
  ).toEqual([]);
  expect(items.length).toBeGreaterThanOrEqual(15);
  expect(summary).toMatchObject({ pass: items.length, fail: 0, unverified: 0, error: 0 });
  expect(image?.bytes).toBeLessThan(120_000_000);
  expect(exitCode).toBe(0);
  // What ran is told as it runs, apart from the report.
  expect(stderr).toMatch(/✓ Image can be pulled and run on a different machine: /);

  expect(stdout).toContain(`${items.length} of ${items.length} promises hold.`);
  expect((await readdir(path.join(folder, 'reports'))).toSorted()).toEqual(
    formats.map(fileOf).toSorted(),
  );
  for (const name of formats.map(fileOf)) {
    // The terminal's colours are for a terminal.
    expect([name, (await reported(name)).includes('\u001B')]).toEqual([name, false]);
    expect(await reported(name)).toMatch(/\S/);
  }

  await rm(path.join(folder, 'reports'), { recursive: true });
  expect(await leftBy(pid)).toEqual([]);
}, 220_000);

it('says FAIL of non-root alone when the Dockerfile has lost its USER', async () => {
  const dockerfile = path.join(folder, 'Dockerfile');
  const text = await readFile(dockerfile, 'utf8');
  await writeFile(dockerfile, text.replace(/^USER .*\n/m, ''));
  const { exitCode, stdout } = await start(folder, '--format', 'json');
  await writeFile(dockerfile, text);
  const { items } = reportSchema.parse(JSON.parse(stdout));
  const failed = items.filter(({ status }) => status !== 'PASS');
  expect(failed.map(({ status, checks }) => [status, ...checks.map(({ check }) => check)])).toEqual(
    [
      ['FAIL', 'non-root'],
      ['FAIL', 'non-root'],
    ],
  );
  expect(failed[0]?.checks[0]).toMatchObject({
    expected: 'no process of the container has uid 0',
    actual: expect.stringContaining('uid 0'),
    command: expect.stringContaining('docker image inspect'),
    fix: expect.stringContaining('USER 1000'),
  });
  expect(exitCode).toBe(1);
}, 220_000);

it('shows the line that does not build, and its consequences without saying them again', async () => {
  const project = path.join(folder, 'broken');
  await mkdir(project);
  const planted = 'q7Rkk2x9Azz81tWm';
  await writeFile(
    path.join(project, 'Dockerfile'),
    `FROM scratch\nENV API_KEY=${planted} NOTE="${'long '.repeat(20)}"\nENV DB_PASSWORD ${planted}\nCOPY lost.txt /\n`,
  );
  await writeFile(
    path.join(project, 'spec.md'),
    '## Success Criteria\n\n- [ ] The image builds\n- [ ] Image size under 200MB\n- [ ] Runs as non-root\n',
  );
  const { exitCode, stdout, stderr } = await start(project, 'spec.md', '--verbose');
  expect(stderr).toMatch(/Building: Step 2\/4 : ENV API_KEY=/);
  expect(stdout + stderr).not.toContain(planted.slice(0, 8));
  expect(stdout).toContain('Dockerfile:4\n            4 | COPY lost.txt /\n');
  expect(stderr.match(/its build failed at line 4/g)).toHaveLength(1);
  expect(stderr.match(/: The same cause as above$/gm)).toHaveLength(1);
  expect(exitCode).toBe(1);
});

it('accepts no stand-in when it is asked to be strict', async () => {
  const { exitCode, stdout } = await start(root, '--only', 'image-size', 'push', '--strict');
  expect(stdout).toContain('Only a stand-in was tried, and --strict asks for the');
  expect(stdout).toContain('0 of 3 promises hold. Not ready: 3 not verified.');
  expect(exitCode).toBe(1);
}, 120_000);

it.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)(
  'removes all that it has started on %s',
  async (signal, code) => {
    const run = start(root);
    await printed(run.stderr, 'Starting the container');
    expect(await leftBy(run.pid)).not.toEqual([]);
    run.kill(signal);
    const { exitCode, stdout, stderr } = await run;
    expect(exitCode).toBe(code);
    expect(stderr).toContain('Interrupted; everything that was started is removed.');
    expect(stdout).toBe('');
    expect(await leftBy(run.pid)).toEqual([]);
  },
  60_000,
);

it('removes all when nobody reads on', async () => {
  const run = start(root, '--only', 'health', '--verbose');
  await printed(run.stderr, 'Building');
  run.stderr.destroy();
  expect((await run).exitCode).toBe(0);
  expect(await leftBy(run.pid)).toEqual([]);
}, 120_000);

it('removes what a run left that was killed', async () => {
  const killed = start(root);
  await printed(killed.stderr, 'Starting the container');
  killed.kill('SIGKILL');
  await killed;
  expect(await leftBy(killed.pid)).not.toEqual([]);
  await start(root, '--only', 'health');
  expect(await leftBy(killed.pid)).toEqual([]);
}, 100_000);

/** Resolves when the text has been printed. */
function printed(stream: NodeJS.ReadableStream, text: string): Promise<void> {
  let seen = '';
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk) => {
      seen += String(chunk);
      if (seen.includes(text)) resolve();
    });
    stream.on('end', () => reject(new Error(`Expected "${text}" to be printed, got ${seen}`)));
  });
}
