import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';

export const cacheFile = 'api.cache';

/** Compiles `api.cjs` of this folder from V8's code cache beside it; the length alone would not show that the source is another. */
export function compileBundle(folder: string) {
  const file = path.join(folder, 'api.cjs');
  const source = readFileSync(file, 'utf8');
  const script = new Script(source, { filename: file, cachedData: cacheFor(source, folder) });
  return {
    script,
    /** As Node would run a file in CommonJS. */
    run(require: NodeJS.Require): void {
      const module = { exports: {} };
      script.runInThisContext()(module.exports, require, module, file, folder);
    },
    /** Keeps what has been compiled so far, that is what a process needs until now. */
    writeCache(): void {
      const sum = Buffer.alloc(sumLength);
      sum.writeUInt32LE(crc32(source));
      writeFileSync(path.join(folder, cacheFile), Buffer.concat([sum, script.createCachedData()]));
    },
  };
}

/** Bytes before the cache: the bundle's CRC-32, to eight as V8 wants its data aligned. SHA-256 would cost the start 8 ms, this 3. */
const sumLength = 8;

function cacheFor(source: string, folder: string): Buffer | undefined {
  const file = path.join(folder, cacheFile);
  const stored = existsSync(file) ? readFileSync(file) : Buffer.of();
  const isOfSource = stored.length >= sumLength && stored.readUInt32LE() === crc32(source);
  return isOfSource ? stored.subarray(sumLength) : undefined;
}
