import { mkdir, mkdtemp, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { changesIn } from './changes.ts';
import type { Watched } from './watched.ts';

let folder: string;
const write = (name: string, text = name) => writeFile(path.join(folder, name), text);

beforeEach(async () => {
  folder = await realpath(await mkdtemp(path.join(tmpdir(), 'spec-check-watch-')));
  for (const name of ['project/api/tasks', 'project/node_modules/a', 'elsewhere'])
    await mkdir(path.join(folder, name), { recursive: true });
  for (const name of [
    'project/spec.md',
    'project/api/app.ts',
    'elsewhere/spec.md',
    'elsewhere/other',
  ])
    await write(name);
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const watched: Watched = {
  spec: 'spec.md',
  copied: ['.'],
  dockerignore: 'node_modules\n',
  builds: true,
  output: undefined,
};

function open(of: Watched = watched) {
  return changesIn(path.join(folder, 'project'), of, (error) => {
    throw error;
  });
}

it('tells what changed, together, in files that are written, made, replaced and removed', async () => {
  await using changes = await open();
  const { signal } = new AbortController();
  await write('project/node_modules/a/index.js');
  await write('project/api/tasks/new.ts');
  await write('project/.spec.md.swp', 'as editors do');
  await rename(path.join(folder, 'project/.spec.md.swp'), path.join(folder, 'project/spec.md'));
  const first = await changes.next(signal);
  expect(first).toEqual(expect.arrayContaining(['api/tasks/new.ts', 'spec.md']));
  expect(first.filter((file) => file.startsWith('node_modules'))).toEqual([]);
  // A change that nobody waits for is kept.
  await rm(path.join(folder, 'project/api/app.ts'));
  await sleep(300);
  expect(await changes.next(signal)).toEqual(['api/app.ts']);
  // The file that was replaced is watched still.
  await write('project/spec.md', 'again');
  expect(await changes.next(signal)).toEqual(['spec.md']);
});

it('tells of a spec that lies elsewhere, and of nothing beside it', async () => {
  await using changes = await open({ ...watched, spec: '../elsewhere/spec.md' });
  await write('elsewhere/other', 'x');
  await write('elsewhere/next.md', 'x');
  await rename(path.join(folder, 'elsewhere/next.md'), path.join(folder, 'elsewhere/spec.md'));
  expect(await changes.next(new AbortController().signal)).toEqual(['../elsewhere/spec.md']);
});

it('ends its waiting when it is told to', async () => {
  await using changes = await open();
  const controller = new AbortController();
  const waiting = changes.next(controller.signal);
  controller.abort(new Error('interrupted'));
  await expect(waiting).rejects.toThrow('interrupted');
  await expect(changes.next(controller.signal)).rejects.toThrow('interrupted');
});
