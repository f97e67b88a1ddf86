import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import zlib from 'node:zlib';
import * as z from 'zod';
import { tarEntries } from '../../docker/tar.ts';
import type { Found, scanner } from './scan.ts';

export type ScannedImage = Awaited<ReturnType<typeof scanArchive>>;

type FileSearch = ReturnType<typeof scanner>;
export type Layer = Awaited<ReturnType<typeof scanLayer>>;

/** What was found in layers before, by their name in an archive. */
export interface LayerMemory {
  recall(name: string): Promise<Layer | undefined>;
  keep(name: string, layer: Layer): Promise<void>;
}

/** Searches what `docker save` streams, classic or OCI layout, but for layers that are remembered. Throws unless it is one image. */
export async function scanArchive(
  archive: AsyncIterable<Buffer>,
  scan: FileSearch,
  memory?: LayerMemory,
) {
  const layers = new Map<string, Layer>();
  const links = new Map<string, string>();
  const texts = new Map<string, string>();
  for await (const { header, content } of tarEntries(archive)) {
    const { name, type, linkname } = header;
    // Two equal layers are stored once: `../OTHER/layer.tar`.
    if (type === 'symlink' && linkname)
      links.set(name, new URL(linkname, `file:///${name}`).pathname.slice(1));
    const remembered = await memory?.recall(name);
    if (remembered !== undefined) {
      await finished(Readable.from(content).resume());
      layers.set(name, remembered);
      continue;
    }
    const opened = await open(content);
    if (opened.isLayer) {
      const layer = await scanLayer(opened.content, scan);
      layers.set(name, layer);
      await memory?.keep(name, layer);
    } else texts.set(name, await text(opened.content));
  }

  const [image] = z.array(manifest).parse(JSON.parse(texts.get('manifest.json') ?? '[]'));
  if (image === undefined) throw new Error('docker save gave an archive without manifest.json');
  const config = configuration.parse(JSON.parse(texts.get(image.Config) ?? 'null'));
  const instructions = config.history.filter((step) => !step.empty_layer);
  return {
    config,
    layers: image.Layers.map((name, index) => {
      const layer = layers.get(name) ?? layers.get(links.get(name) ?? '');
      if (layer === undefined)
        throw new Error(`docker save gave an archive without its layer ${name}`);
      return { ...layer, createdBy: instructions[index]?.created_by ?? 'unknown' };
    }),
  };
}

const manifest = z.object({ Config: z.string(), Layers: z.array(z.string()) });

const words = z.string().default('');
const step = z.object({
  created_by: words,
  comment: words,
  author: words,
  empty_layer: z.boolean().default(false),
});
const configuration = z.object({
  author: z.string().optional(),
  config: z
    .looseObject({
      Env: z.array(z.string()).nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
    })
    .nullish(),
  history: z
    .array(step)
    .nullish()
    .transform((steps) => steps ?? []),
});

/** Tells a layer by its first bytes, because blobs have no names; unpacks it where it is packed. */
async function open(entry: AsyncIterable<Buffer>) {
  const chunks = entry[Symbol.asyncIterator]();
  let head = Buffer.of();
  while (head.length < 512) {
    const next = await chunks.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* all() {
    if (head.length > 0) yield head;
    yield* { [Symbol.asyncIterator]: () => chunks };
  }
  const magic = head.toString('hex', 0, 2);
  const unpack = { '1f8b': zlib.createGunzip, '28b5': zlib.createZstdDecompress }[magic];
  if (unpack) return { isLayer: true, content: Readable.from(all()).pipe(unpack()) };
  const isEmptyTar = head.length >= 512 && head.every((byte) => byte === 0);
  return { isLayer: head.toString('latin1', 257, 262) === 'ustar' || isEmptyTar, content: all() };
}

/** What a layer adds or changes, what it hides (paths and folders), and the secrets in it. */
async function scanLayer(layer: AsyncIterable<Buffer>, scan: FileSearch) {
  const paths = new Set<string>();
  const hidden = new Set<string>();
  const found: Found[] = [];
  const sizes: { path: string; bytes: number }[] = [];
  for await (const { header, content } of tarEntries(layer)) {
    const path = `/${header.name.replace(/^\.?\/+/, '').replace(/\/+$/, '')}`;
    const [, folder = '', name = ''] = /^(.*\/)([^/]*)$/.exec(path) ?? [];
    if (name === '.wh..wh..opq') hidden.add(folder);
    else if (name.startsWith('.wh.')) hidden.add(folder + name.slice('.wh.'.length));
    else paths.add(path);
    if (header.size) sizes.push({ path, bytes: header.size });
    for await (const one of scan(path, content)) found.push(one);
  }
  const largest = sizes.toSorted((a, b) => b.bytes - a.bytes).slice(0, 40);
  return { paths, hidden, found, largest };
}
