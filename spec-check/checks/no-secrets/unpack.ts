import { basename } from 'node:path/posix';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import zlib from 'node:zlib';
import { isString, listAt, parseJson } from '../../api-client/json.ts';
import { tarEntries } from '../../docker/tar.ts';
import { isPublished } from '../../secrets/files.ts';

/** A file, or one of those packed in it, that stays closed, and why. */
export type Closed = Readonly<Record<'path' | 'closed', string>>;

type Unpacked = { readonly path: string; readonly bytes: Buffer } | Closed;

/** How much may still be unpacked of one file: bounds memory and time, whatever an archive claims. */
export type Budget = { bytes: number };

type Opener = (
  path: string,
  bytes: Buffer,
  budget: Budget,
) => Iterable<Unpacked> | AsyncIterable<Unpacked>;

/** How a packed file is opened; undefined when it is none. It may throw where the file is damaged. */
export function openerOf(path: string, bytes: Buffer): Opener | undefined {
  const start = bytes.toString('latin1', 0, 8);
  if (start.startsWith('\x1f\x8b\x08')) return single(zlib.gunzipSync);
  // What unpacks itself: a script, and an archive behind it.
  const behind = start.startsWith('#!') ? bytes.indexOf('\x1f\x8b\x08', 0, 'latin1') : -1;
  if (behind > 0) return single((all, limit) => zlib.gunzipSync(all.subarray(behind), limit));
  if (start.startsWith('\x28\xb5\x2f\xfd')) return single(zlib.zstdDecompressSync);
  if (path.endsWith('.br')) return single(zlib.brotliDecompressSync);
  if (start.startsWith('PK\x03\x04') || /\.(?:jar|war|ear|zip|pyz)$/i.test(path)) return zip;
  if (bytes.toString('latin1', 257, 262) === 'ustar') return tar;
  if ((start.startsWith('PACK') && path.endsWith('.pack')) || /^# v[23] git/.test(start))
    return gitPack;
  if (/\/objects\/[0-9a-f]{2}\/[0-9a-f]{38,}$/.test(path)) return single(zlib.inflateSync);
  if (/\.map$/.test(path) && !isPublished(path)) return sourceMap;
  const closed = closedKinds.find(([, magic]) => bytes.toString('latin1', 0, 80).startsWith(magic));
  return closed && (() => [{ path, closed: closed[0] }]);
}

/** Kinds that Node cannot open, by how they begin. */
const closedKinds = Object.entries({
  xz: '\xfd7zXZ\0',
  bzip2: 'BZh',
  '7z': '7z\xbc\xaf\x27\x1c',
  rar: 'Rar!\x1a\x07',
  lz4: '\x04\x22\x4d\x18',
  'a Debian package': '!<arch>\ndebian-binary',
  'a cpio archive': '0707',
  lzma: '\x5d\0\0',
  'a PDF': '%PDF-',
  'a dump of pg_dump': 'PGDMP',
  'an SQLite database': 'SQLite f',
});

/** One packed file: its name without the ending. */
function single(unpack: (bytes: Buffer, limit: Limit) => Buffer): Opener {
  return (path, bytes, budget) => {
    const name = path.replace(/\.(?:gz|zst|br)$/, '').replace(/\.tgz$/, '.tar');
    const inner = name === path ? `${path}!` : `${path}!/${basename(name)}`;
    return [unpacked(inner, budget, (limit) => unpack(bytes, limit))];
  };
}

type Limit = { readonly maxOutputLength: number };

function unpacked(path: string, budget: Budget, unpack: (limit: Limit) => Buffer): Unpacked {
  if (budget.bytes <= 0) return { path, closed: 'too large' };
  try {
    const bytes = unpack({ maxOutputLength: budget.bytes });
    budget.bytes -= bytes.length;
    return { path, bytes };
  } catch (error) {
    const isTooLarge = (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE';
    if (isTooLarge) budget.bytes = 0;
    return { path, closed: isTooLarge ? 'too large' : 'damaged' };
  }
}

async function* tar(path: string, bytes: Buffer): AsyncGenerator<Unpacked> {
  for await (const { header, content } of tarEntries(Readable.from([bytes])))
    yield { path: inside(path, header.name), bytes: await buffer(content) };
}

/** By its directory at the end; each file is unpacked within the budget, whatever size it claims. */
function* zip(path: string, bytes: Buffer, budget: Budget): Generator<Unpacked> {
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  // Only its name says that it is an archive.
  if (end === -1 && bytes.toString('latin1', 0, 2) !== 'PK') return;
  let at = end - bytes.readUInt32LE(end + 12);
  // Something before the archive, such as a start script, moves all that follows.
  const moved = at - bytes.readUInt32LE(end + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const isEncrypted = (bytes.readUInt16LE(at + 8) & 1) === 1;
    const method = bytes.readUInt16LE(at + 10);
    const size = bytes.readUInt32LE(at + 20);
    const local = bytes.readUInt32LE(at + 42) + moved;
    const next = at + 46 + bytes.readUInt16LE(at + 28);
    const name = inside(path, bytes.toString('utf8', at + 46, next));
    at = next + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
    if (name.endsWith('/') || size === 0) continue;
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
    const packed = bytes.subarray(from, from + size);
    if (isEncrypted) yield { path: name, closed: 'encrypted' };
    else if (method === 0) yield { path: name, bytes: packed };
    else if (method !== 8) yield { path: name, closed: 'unknown compression' };
    else yield unpacked(name, budget, (limit) => zlib.inflateRawSync(packed, limit));
  }
}

/** The sources that a source map carries along. */
function* sourceMap(path: string, bytes: Buffer): Generator<Unpacked> {
  const map = parseJson(bytes.toString());
  const names = listAt(map, 'sources');
  for (const [index, text] of listAt(map, 'sourcesContent').entries())
    if (isString(text)) yield { path: inside(path, `${names[index]}`), bytes: Buffer.from(text) };
}

/** `/app/api.jar!/BOOT-INF/classes/application.properties`. */
const inside = (path: string, name: string) => `${path}!/${name.replace(/^(?:\.?\/)+/, '')}`;

type Inflated = Readonly<{ buffer: Buffer; engine: { bytesWritten: number } }>;

/** Every object of a git pack, also those that no branch reaches; of one that is stored as a difference, what it adds. */
function* gitPack(path: string, bytes: Buffer, budget: Budget): Generator<Unpacked> {
  // A git bundle begins with its references.
  const pack = bytes[0] === 0x23 ? bytes.subarray(bytes.indexOf('\n\nPACK') + 2) : bytes;
  let at = 12;
  for (let index = 0; index < pack.readUInt32BE(8); index += 1) {
    let byte = pack.readUInt8(at++);
    const type = (byte >> 4) & 7;
    while (byte & 128) byte = pack.readUInt8(at++);
    // Skips the name of the object that it is a difference to.
    if (type === 7) at += 20;
    if (type === 6) while (pack.readUInt8(at++) & 128);
    const object = unpacked(`${path}!/object ${index}`, budget, (limit) => {
      // With `info` Node also tells how much it read; its types don't say so.
      const options = { info: true, ...limit } as zlib.ZlibOptions;
      const inflated = zlib.inflateSync(pack.subarray(at), options) as unknown as Inflated;
      at += inflated.engine.bytesWritten;
      return inflated.buffer;
    });
    // A tree (2) holds only names and hashes.
    if (type !== 2) yield object;
    if ('closed' in object) return;
  }
}
