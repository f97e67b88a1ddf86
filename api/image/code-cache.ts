import { hash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';

/** Its name, beside the bundle. */
export const cacheFile = 'api.cache';

/** The bundle, compiled: a function of CommonJS's five names. */
export interface CompiledBundle {
  readonly script: Script;
  readonly file: string;
  readonly source: string;
}

/**
 * Compiles `api.cjs` of this folder, from V8's code cache beside it where that was made for this very
 * bundle. V8 refuses a cache of another Node or of other flags by itself, but of the source it
 * compares no more than the length.
 */
export function compileBundle(folder: string): CompiledBundle {
  const file = path.join(folder, 'api.cjs');
  const source = readFileSync(file, 'utf8');
  return {
    script: new Script(source, { filename: file, cachedData: cacheFor(source, folder) }),
    file,
    source,
  };
}

/** Runs the bundle as Node would a file in CommonJS. */
export function runBundle({ script, file }: CompiledBundle, require: NodeJS.Require): void {
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, path.dirname(file));
}

/** Keeps what has been compiled so far, that is what a process needs until now. */
export function writeCache({ script, source }: CompiledBundle, folder: string): void {
  const name = Buffer.from(nameOf(source), 'latin1');
  writeFileSync(path.join(folder, cacheFile), Buffer.concat([name, script.createCachedData()]));
}

/** SHA-256, as many characters as hexadecimal takes. */
const nameOf = (source: string) => hash('sha256', source, 'hex');
const nameLength = 64;

function cacheFor(source: string, folder: string): Buffer | undefined {
  let stored: Buffer;
  try {
    stored = readFileSync(path.join(folder, cacheFile));
  } catch {
    return undefined;
  }
  const isOfThisBundle = stored.toString('latin1', 0, nameLength) === nameOf(source);
  return isOfThisBundle ? stored.subarray(nameLength) : undefined;
}
