import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pack } from 'tar-stream';
import { type Layer, scanArchive } from './archive.ts';
import { layerMemory } from './layer-memory.ts';
import { scanner } from './scan.ts';

async function tar(entries: readonly (readonly [name: string, content: Buffer | string])[]) {
  const archive = pack();
  for (const [name, content] of entries) archive.entry({ name }, content);
  archive.finalize();
  return buffer(archive);
}

const layers = [
  `blobs/sha256/${'a'.repeat(64)}`,
  `${'b'.repeat(64)}/layer.tar`,
  'without-a-digest/layer.tar',
] as const;
const [clean, dirty, nameless] = layers;

let folder: string;
let archive: Buffer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'layer-memory-'));
  archive = await tar([
    [clean, await tar([['app/big', Buffer.alloc(200_000)]])],
    [dirty, await tar([['app/.env', 'DB_PASSWORD=q7R-kk2x9A']])],
    [nameless, await tar([['app/main.js', 'listen()']])],
    ['c.json', '{}'],
    ['manifest.json', JSON.stringify([{ Config: 'c.json', Layers: layers }])],
  ]);
});

afterAll(() => rm(folder, { recursive: true }));

/** One run of the program: how many files it searched, and what it found. */
async function run(known: readonly string[] = [], process = new Map<string, Layer>()) {
  const searched: string[] = [];
  const scan = scanner(known.map((value) => ({ kind: 'known', value })));
  const memory = await layerMemory(known, folder, process);
  const seen = await scanArchive(
    Readable.from([archive]),
    (file, content) => {
      searched.push(file);
      return scan(file, content);
    },
    memory,
  );
  return { searched, seen };
}

it('searches a layer once on a machine; one with a secret, or without a digest, once in a process', async () => {
  const process = new Map<string, Layer>();
  const first = await run([], process);
  expect(first.searched).toEqual(['/app/big', '/app/.env', '/app/main.js']);
  const again = await run([], process);
  expect(again).toEqual({ searched: [], seen: first.seen });
  const later = await run();
  expect(later).toEqual({ searched: ['/app/.env', '/app/main.js'], seen: first.seen });
  expect(later.seen.layers[1]?.found).toHaveLength(1);
});

it('searches again for another value, and where what it kept is not whole', async () => {
  expect((await run(['listen-to-me'])).searched).toContain('/app/big');
  for (const name of await readdir(folder)) await writeFile(path.join(folder, name), 'half');
  expect((await run()).searched).toContain('/app/big');
});

it('keeps no secret, nor a value that was searched for', async () => {
  await run(['tell-nobody-of-this']);
  const kept = await Promise.all(
    (await readdir(folder)).map((name) => readFile(path.join(folder, name), 'latin1')),
  );
  expect(kept.join()).toContain('/app/big');
  expect(kept.join()).not.toMatch(/q7R-kk2x9A|tell-nobody/);
});
