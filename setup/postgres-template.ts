import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Account } from './postgres-binaries.ts';

/** A data folder that was made once by these binaries: copying it takes a tenth of what making one takes. */
export interface PostgresTemplate {
  /** Whether there was one to copy into an empty folder. */
  readonly copyTo: (folder: string) => Promise<boolean>;
  /** Keeps a copy of a folder that no server has used. */
  readonly keep: (folder: string) => Promise<void>;
  /** For one that no server starts on. */
  readonly forget: () => Promise<void>;
}

/** The template of the binaries in `native`. Where it cannot be read or kept, a data folder is made as ever. */
export async function postgresTemplate(
  native: string,
  account: Account | undefined,
): Promise<PostgresTemplate> {
  const { size, mtimeMs } = await stat(path.join(native, 'bin', 'postgres'));
  const key = createHash('sha256')
    .update(JSON.stringify([native, size, mtimeMs, account?.uid]))
    .digest('hex')
    .slice(0, 16);
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  const template = path.join(cache, 'spec-check', `postgres-${key}`);
  return {
    copyTo: (folder) => copy(template, folder),
    async keep(folder) {
      const partial = `${template}.${process.pid}`;
      try {
        await mkdir(partial, { recursive: true, mode: 0o700 });
        if (!(await copy(folder, partial))) return;
        // Whole, or not there at all, whenever the machine stops.
        await run('sync', []);
        await rename(partial, template);
      } catch {
        // No room, no right to write, no `sync`; or another run was quicker.
      } finally {
        await rm(partial, { recursive: true, force: true });
      }
    },
    forget: () => rm(template, { recursive: true, force: true }),
  };
}

const run = promisify(execFile);

async function copy(from: string, to: string): Promise<boolean> {
  const exists = await stat(from).then(
    () => true,
    () => false,
  );
  if (!exists) return false;
  try {
    await run('cp', ['-a', `${from}/.`, to]);
    return true;
  } catch {
    await rm(path.join(to, 'password'), { force: true });
    return false;
  }
}
