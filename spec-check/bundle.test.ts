import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { bundled } from './bundle.mjs';

const project = path.dirname(import.meta.dirname);
let root: string;
let entry: string;
let folder: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'bundle-test-'));
  folder = path.join(root, 'program');
  entry = path.join(folder, 'main.ts');
  await mkdir(folder);
  await mkdir(path.join(root, 'node_modules'));
  await symlink(path.join(project, 'node_modules/zod'), path.join(root, 'node_modules/zod'));
  await cp(path.join(project, 'package-lock.json'), path.join(root, 'package-lock.json'));
  await writeFile(path.join(folder, 'word.ts'), "export const word: string = 'first';\n");
  await writeFile(
    entry,
    `import * as z from 'zod';
import { word } from './word.ts';
console.log(word, z.string().parse('zod'), import.meta.dirname, new URL('.', import.meta.url).pathname);
`,
  );
});

afterEach(async () => {
  await rm(root, { recursive: true });
});

const make = () => bundled(root, entry, [folder]);
const says = async (file: string) => (await execa(process.execPath, [file])).stdout;

it('says what the program says, from the place of the program', async () => {
  const file = await make();
  expect(file).not.toBe(entry);
  expect(await says(file)).toBe(`first zod ${folder} ${folder}/`);
});

it('is made once, and again when a source has changed', async () => {
  const file = await make();
  expect(await make()).toBe(file);
  await writeFile(path.join(folder, 'word.ts'), "export const word: string = 'other';\n");
  const next = await make();
  expect(next).not.toBe(file);
  expect(await says(next)).toMatch(/^other /);
  // A run that began with the first goes on.
  expect(await says(file)).toMatch(/^first /);
});

it('leaves the program as it is when it cannot be made', async () => {
  await writeFile(path.join(folder, 'word.ts'), 'export const word = ;\n');
  expect(await make()).toBe(entry);
  await writeFile(path.join(folder, 'word.ts'), "export const word: string = 'mended';\n");
  await rm(path.join(root, 'node_modules/.cache'), { recursive: true, force: true });
  // Where there is no room for it: a file stands in the way.
  await writeFile(path.join(root, 'node_modules/.cache'), '');
  expect(await make()).toBe(entry);
});

it('leaves nothing half made', async () => {
  await make();
  const made = await readdir(path.join(root, 'node_modules/.cache/bundle'));
  expect(made).toEqual([expect.stringMatching(/^main-[0-9a-f]{16}$/)]);
});
