import { createHash } from 'node:crypto';
import { inflateSync, type ZlibOptions } from 'node:zlib';
import type { Budget, Unpacked } from './unpacked.ts';

interface GitObject {
  readonly type: number;
  readonly bytes: Buffer;
}

const types = ['', 'commit', 'tree', 'blob', 'tag'];

/** Every object of a git pack, also those that no branch reaches: blobs under the name that a tree gives them. */
export function* readGitPack(path: string, pack: Buffer, budget: Budget): Generator<Unpacked> {
  const byOffset = new Map<number, GitObject>();
  const byId = new Map<string, GitObject>();
  const count = pack.readUInt32BE(8);
  let at = 12;
  try {
    for (let index = 0; index < count; index += 1) {
      const { object, next } = readObject(pack, at, byOffset, byId, budget);
      byOffset.set(at, object);
      byId.set(idOf(object), object);
      at = next;
    }
  } catch {
    yield { path, closed: budget.bytes <= 0 ? 'too large' : 'a kind of pack that is not known' };
  }
  const names = new Map(
    [...byId.values()].flatMap((object) => (object.type === 2 ? namesIn(object.bytes) : [])),
  );
  for (const [id, { type, bytes }] of byId) {
    if (type !== 2)
      yield {
        path: `${path}!/${types[type]} ${id.slice(0, 8)}/${names.get(id) ?? types[type]}`,
        bytes,
      };
  }
}

function readObject(
  pack: Buffer,
  start: number,
  byOffset: ReadonlyMap<number, GitObject>,
  byId: ReadonlyMap<string, GitObject>,
  budget: Budget,
): { readonly object: GitObject; readonly next: number } {
  let at = start;
  let byte = pack.readUInt8(at++);
  const type = (byte >> 4) & 7;
  while (byte & 128) byte = pack.readUInt8(at++);
  let base: GitObject | undefined;
  if (type === 6) {
    byte = pack.readUInt8(at++);
    let distance = byte & 127;
    while (byte & 128) {
      byte = pack.readUInt8(at++);
      distance = (distance + 1) * 128 + (byte & 127);
    }
    base = byOffset.get(start - distance);
  } else if (type === 7) {
    base = byId.get(pack.toString('hex', at, at + 20));
    at += 20;
  }
  if (budget.bytes <= 0) throw new RangeError('too large');
  // With `info` Node also tells how much it read; its types don't say so.
  const { buffer, engine } = inflateSync(pack.subarray(at), {
    info: true,
    maxOutputLength: budget.bytes,
  } as ZlibOptions) as unknown as {
    buffer: Buffer;
    engine: { bytesWritten: number };
  };
  const object = type < 6 ? { type, bytes: buffer } : applied(base, buffer);
  budget.bytes -= object.bytes.length;
  return { object, next: at + engine.bytesWritten };
}

/** An object that is stored as what differs from another. */
function applied(base: GitObject | undefined, delta: Buffer): GitObject {
  if (base === undefined) throw new Error('a delta without its base');
  let at = 0;
  for (let sizes = 0; sizes < 2; at += 1) if (delta.readUInt8(at) < 128) sizes += 1;
  const parts: Buffer[] = [];
  while (at < delta.length) {
    const op = delta.readUInt8(at++);
    if (op < 128) {
      parts.push(delta.subarray(at, at + op));
      at += op;
      continue;
    }
    const take = (bits: readonly number[]) =>
      bits.reduce(
        (number, bit, index) => (op & bit ? number + delta.readUInt8(at++) * 256 ** index : number),
        0,
      );
    const from = take([1, 2, 4, 8]);
    const length = take([16, 32, 64]) || 0x10000;
    parts.push(base.bytes.subarray(from, from + length));
  }
  return { type: base.type, bytes: Buffer.concat(parts) };
}

function idOf({ type, bytes }: GitObject): string {
  return createHash('sha1').update(`${types[type]} ${bytes.length}\0`).update(bytes).digest('hex');
}

/** The names that a tree gives to its objects. */
function namesIn(tree: Buffer): (readonly [id: string, name: string])[] {
  const names: (readonly [string, string])[] = [];
  for (let at = 0; at < tree.length; ) {
    const end = tree.indexOf(0, at);
    if (end === -1) break;
    names.push([
      tree.toString('hex', end + 1, end + 21),
      tree.toString('utf8', at, end).replace(/^\d+ /, ''),
    ]);
    at = end + 21;
  }
  return names;
}
