import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { extract } from 'tar-stream';
import * as z from 'zod';
import type { FileFindings } from './scan.ts';

/** Searches one file of a layer. */
export type FileSearch = (path: string, content: AsyncIterable<Buffer>) => Promise<FileFindings>;

/** What one layer of an image holds, as a search saw it. */
export interface ScannedLayer extends FileFindings {
  /** The instruction that made it. */
  readonly createdBy: string;
  /** Every path that it adds or changes. */
  readonly paths: ReadonlySet<string>;
  /** Paths and folders that it hides. */
  readonly hidden: ReadonlySet<string>;
}

/** An image's archive, searched: layers from the first to the last, and the configuration. */
export interface ScannedImage {
  readonly layers: readonly ScannedLayer[];
  readonly config: z.output<typeof configuration>;
}

/**
 * Searches what `docker save` gives, as it streams by: the classic layout (a folder for each layer) and
 * the OCI one (blobs, compressed or not). Throws when it is no archive of one image.
 */
export async function scanArchive(
  archive: NodeJS.ReadableStream,
  scan: FileSearch,
): Promise<ScannedImage> {
  const layers = new Map<string, Omit<ScannedLayer, 'createdBy'>>();
  const links = new Map<string, string>();
  const texts = new Map<string, string>();
  const outer = extract();
  const reading = pipeline(archive, outer);
  // Whoever reads the entries meets the failure first; the promise is awaited after them.
  reading.catch(() => {});
  for await (const entry of outer) {
    const { name, type, linkname } = entry.header;
    if (type === 'symlink' && linkname) {
      // Two equal layers are stored once: `../OTHER/layer.tar`.
      links.set(name, new URL(linkname, `file:///${name}`).pathname.slice(1));
    }
    // tar-stream gives bytes; its types don't say so.
    const { kind, content } = await open(entry as AsyncIterable<Buffer>);
    if (kind === 'layer') layers.set(name, await scanLayer(content, scan));
    else texts.set(name, await textOf(content));
  }
  await reading;

  const [image] = z.array(manifest).parse(JSON.parse(texts.get('manifest.json') ?? '[]'));
  if (image === undefined) throw new Error('docker save gave an archive without manifest.json');
  const config = configuration.parse(JSON.parse(texts.get(image.Config) ?? 'null'));
  const instructions = config.history.filter((step) => step.empty_layer !== true);
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

const configuration = z.object({
  author: z.string().optional(),
  config: z
    .object({
      Env: z.array(z.string()).nullish(),
      Labels: z.record(z.string(), z.string()).nullish(),
      Cmd: z.array(z.string()).nullish(),
      Entrypoint: z.array(z.string()).nullish(),
      OnBuild: z.array(z.string()).nullish(),
      Shell: z.array(z.string()).nullish(),
      Healthcheck: z.object({ Test: z.array(z.string()).nullish() }).nullish(),
    })
    .default({}),
  history: z
    .array(
      z.object({
        created_by: z.string().optional(),
        comment: z.string().optional(),
        author: z.string().optional(),
        empty_layer: z.boolean().optional(),
      }),
    )
    .nullish()
    .transform((steps) => steps ?? []),
});

/** Bytes that tell a compressed stream; a tar archive names itself at byte 257. */
const gzip = Buffer.from([0x1f, 0x8b]);
const zstd = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Tells a layer from a text by its first bytes, because blobs have no names; unpacks it where it is packed. */
async function open(
  entry: AsyncIterable<Buffer>,
): Promise<{ readonly kind: 'layer' | 'text'; readonly content: AsyncIterable<Buffer> }> {
  const chunks = entry[Symbol.asyncIterator]();
  const first: Buffer[] = [];
  let length = 0;
  while (length < 512) {
    const next = await chunks.next();
    if (next.done) break;
    first.push(next.value);
    length += next.value.length;
  }
  const head = Buffer.concat(first);
  async function* all() {
    if (head.length > 0) yield head;
    for (let next = await chunks.next(); !next.done; next = await chunks.next()) yield next.value;
  }
  if (head.subarray(0, 2).equals(gzip))
    return { kind: 'layer', content: Readable.from(all()).pipe(createGunzip()) };
  if (head.subarray(0, 4).equals(zstd))
    return { kind: 'layer', content: Readable.from(all()).pipe(createZstdDecompress()) };
  const tar =
    head.subarray(257, 262).toString() === 'ustar' ||
    (head.length >= 512 && head.every((byte) => byte === 0));
  return { kind: tar ? 'layer' : 'text', content: all() };
}

async function textOf(content: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function scanLayer(
  content: AsyncIterable<Buffer>,
  scan: FileSearch,
): Promise<Omit<ScannedLayer, 'createdBy'>> {
  const paths = new Set<string>();
  const hidden = new Set<string>();
  const hits: FileFindings['hits'][number][] = [];
  const closed: FileFindings['closed'][number][] = [];
  const files = extract();
  const reading = pipeline(content, files);
  reading.catch(() => {});
  for await (const entry of files) {
    const path = `/${entry.header.name.replace(/^\.?\/+/, '').replace(/\/+$/, '')}`;
    const [, folder = '', name = ''] = /^(.*\/)([^/]*)$/.exec(path) ?? [];
    if (name === '.wh..wh..opq') hidden.add(folder);
    else if (name.startsWith('.wh.')) hidden.add(folder + name.slice('.wh.'.length));
    else paths.add(path);
    const found = await scan(path, entry as AsyncIterable<Buffer>);
    hits.push(...found.hits);
    closed.push(...found.closed);
  }
  await reading;
  return { paths, hidden, hits, closed };
}
