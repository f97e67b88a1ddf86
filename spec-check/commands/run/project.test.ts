import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findBuild } from './project.ts';

const before = process.cwd();
let root = '';

beforeAll(async () => {
  root = await realpath(await mkdtemp(path.join(tmpdir(), 'spec-check-project-')));
  for (const folder of ['.git', 'specs', 'services/orders'])
    await mkdir(path.join(root, folder), { recursive: true });
  for (const folder of ['.', 'services/orders'])
    await writeFile(path.join(root, folder, 'Dockerfile'), 'FROM scratch\n');
  process.chdir(root);
});

afterAll(async () => {
  process.chdir(before);
  await rm(root, { recursive: true });
});

it.each([
  ['the one beside the spec, although there is one here', 'services/orders/spec.md', {}],
  ['the one here, where none is beside the spec', 'specs/spec.md', {}],
  ['the one here, where it is named', 'services/orders/spec.md', { dockerfile: 'Dockerfile' }],
  ['the one here, where its context is named', 'services/orders/spec.md', { context: '.' }],
])('builds %s', async (title, spec, settings) => {
  const folder = title.includes('the one here') ? '.' : 'services/orders';
  const { dockerfile, context } = await findBuild(settings, spec);
  expect(path.relative(root, dockerfile)).toBe(path.join(folder, 'Dockerfile'));
  expect(path.relative(root, context)).toBe(folder === '.' ? '' : folder);
});
