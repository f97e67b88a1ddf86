import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

let project: string;

/** A project of its own, whose only package is a `node` in its own folder: npm installs it without a network. */
beforeEach(async () => {
  project = await mkdtemp(path.join(tmpdir(), 'bootstrap-test-'));
  for (const folder of ['spec-check', 'packages/node/bin'])
    await mkdir(path.join(project, folder), { recursive: true });
  for (const file of ['bootstrap.mjs', 'bin.mjs'])
    await copyFile(path.join(import.meta.dirname, file), path.join(project, 'spec-check', file));
  await symlink(process.execPath, path.join(project, 'packages/node/bin/node'));
  await writeFile(
    path.join(project, 'packages/node/package.json'),
    JSON.stringify({ name: 'node', version: '24.0.0' }),
  );
  await lock({ node: 'file:packages/node' });
  await program(
    `console.log(JSON.stringify(process.argv.slice(2))); process.exitCode = process.argv.length - 2;`,
  );
});

afterEach(async () => {
  await rm(project, { recursive: true, force: true });
});

async function lock(dependencies: Record<string, string>): Promise<void> {
  const packages: Record<string, object> = {
    '': { dependencies },
    'node_modules/node': { resolved: 'packages/node', link: true },
    'packages/node': { name: 'node', version: '24.0.0' },
  };
  if (dependencies.absent !== undefined)
    packages['node_modules/absent'] = {
      version: '1.0.0',
      integrity: `sha512-${Buffer.alloc(64).toString('base64')}`,
      resolved: 'http://127.0.0.1:9/absent.tgz',
    };
  await writeFile(path.join(project, 'package.json'), JSON.stringify({ dependencies }));
  await writeFile(
    path.join(project, 'package-lock.json'),
    JSON.stringify({ lockfileVersion: 3, requires: true, packages }),
  );
}

async function program(source: string): Promise<void> {
  await writeFile(path.join(project, 'spec-check/cli.ts'), source);
}

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [path.join(project, 'spec-check/bin.mjs'), ...args], {
    cwd: project,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, npm_config_fetch_retries: '0' },
  });
}

async function ended(child: ChildProcess) {
  const text = { out: '', err: '' };
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text.out += chunk;
  });
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => {
    text.err += chunk;
  });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...text };
}

const installing = /^Installing the locked packages \(npm ci\): .*\n$/;

describe('the bootstrap', () => {
  it('installs what is locked, in one line on stderr, and keeps arguments, stdout and exit code', async () => {
    const first = await ended(start('--format', 'json'));
    expect(first).toEqual({
      code: 2,
      out: '["--format","json"]\n',
      err: expect.stringMatching(installing),
    });
    expect(await ended(start())).toEqual({ code: 0, out: '[]\n', err: '' });
  });

  it('installs again when the lock file has changed', async () => {
    await ended(start());
    const file = path.join(project, 'package-lock.json');
    await writeFile(file, (await readFile(file, 'utf8')).replaceAll('24.0.0', '24.0.1'));
    await writeFile(
      path.join(project, 'packages/node/package.json'),
      JSON.stringify({ name: 'node', version: '24.0.1' }),
    );
    expect((await ended(start())).err).toContain('out of date');
    expect((await ended(start())).err).toBe('');
  });

  it('believes what npm installed by hand', async () => {
    await promisify(execFile)('npm', ['ci', '--no-audit'], { cwd: project });
    expect(await ended(start())).toEqual({ code: 0, out: '[]\n', err: '' });
  });

  it('installs once when two runs start together', async () => {
    const runs = await Promise.all([ended(start()), ended(start())]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    const said = runs.map(({ err }) => err).join('');
    expect(said.match(/Installing/g)).toHaveLength(1);
  });

  it('does not wait for a run that was killed while it installed', async () => {
    await mkdir(path.join(project, '.cache'));
    const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
    await new Promise((resolve) => gone.once('exit', resolve));
    await writeFile(path.join(project, '.cache/installing'), String(gone.pid));
    expect(await ended(start())).toMatchObject({ code: 0, out: '[]\n' });
  });

  it('shows what npm said and the next step when a package cannot be had', async () => {
    await lock({ node: 'file:packages/node', absent: '1.0.0' });
    const run = await ended(start());
    expect(run).toMatchObject({ code: 3, out: '' });
    expect(run.err).toContain('packages-not-installed: npm ci failed');
    expect(run.err).toContain('ECONNREFUSED');
    expect(run.err).toContain('npm ping');
    expect(run.err).not.toContain('    at ');
  });

  it.each([
    ['the process', (pid: number) => pid],
    ['its whole group', (pid: number) => -pid],
  ])('passes a signal to %s on, and waits for the clean-up', async (_title, target) => {
    await program(`
      setInterval(() => {}, 1000);
      process.on('SIGINT', () => setTimeout(() => { console.log('cleaned up'); process.exit(130); }, 300));
      console.log('ready');
    `);
    const child = start();
    const end = ended(child);
    await new Promise<void>((resolve) => {
      child.stdout?.on('data', (text: string) => text.includes('ready') && resolve());
    });
    process.kill(target(child.pid ?? 0), 'SIGINT');
    const { code, out } = await end;
    expect(code).toBe(130);
    expect(out).toContain('cleaned up');
  });

  it('ends as a program does that a signal killed', async () => {
    await program(`process.kill(process.pid, 'SIGKILL');`);
    expect((await ended(start())).code).toBe(137);
  });
});
