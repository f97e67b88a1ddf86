import { constants } from 'node:fs';
import { access, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A new folder for temporary files, `spec-check-PURPOSE-PID-…`, removed with `scope`. Folders of
 * processes that ended without removing theirs are removed now; `beforeRemoval` ends what still uses one.
 */
export async function temporaryFolder(
  purpose: string,
  scope: AsyncDisposableStack,
  {
    beforeRemoval = async () => {},
    inMemory = false,
  }: {
    readonly beforeRemoval?: (folder: string) => Promise<void>;
    /** In memory where the system offers that and has room: quicker for thousands of small files. */
    readonly inMemory?: boolean;
  } = {},
): Promise<string> {
  const memory = inMemory ? await memoryFolder() : undefined;
  for (const parent of new Set([tmpdir(), memory ?? tmpdir()])) {
    await removeAbandoned(parent, purpose, beforeRemoval);
  }
  const prefix = `spec-check-${purpose}-${process.pid}-`;
  const folder = await mkdtemp(path.join(memory ?? tmpdir(), prefix));
  scope.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

async function removeAbandoned(
  parent: string,
  purpose: string,
  beforeRemoval: (folder: string) => Promise<void>,
): Promise<void> {
  const pattern = new RegExp(`^spec-check-${purpose}-(\\d+)-`);
  for (const name of await readdir(parent)) {
    const pid = pattern.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) {
      const folder = path.join(parent, name);
      await beforeRemoval(folder);
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** Linux' file system in memory, with 1 GB to spare. */
async function memoryFolder(): Promise<string | undefined> {
  const folder = '/dev/shm';
  const space = await statfs(folder).catch(() => undefined);
  const writable = await access(folder, constants.W_OK).then(
    () => true,
    () => false,
  );
  return space !== undefined && writable && space.bavail * space.bsize > 1e9 ? folder : undefined;
}

/** Whether a process of this machine runs, ours or not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
