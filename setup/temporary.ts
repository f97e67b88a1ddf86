import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * A new folder for temporary files, `spec-check-PURPOSE-PID-…`, removed with `scope`. Folders of
 * processes that ended without removing theirs are removed now; `beforeRemoval` ends what still uses one.
 */
export async function temporaryFolder(
  purpose: string,
  scope: AsyncDisposableStack,
  beforeRemoval: (folder: string) => Promise<void> = async () => {},
): Promise<string> {
  await removeAbandoned(purpose, beforeRemoval);
  const folder = await mkdtemp(path.join(tmpdir(), `spec-check-${purpose}-${process.pid}-`));
  scope.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

async function removeAbandoned(
  purpose: string,
  beforeRemoval: (folder: string) => Promise<void>,
): Promise<void> {
  const pattern = new RegExp(`^spec-check-${purpose}-(\\d+)-`);
  for (const name of await readdir(tmpdir())) {
    const pid = pattern.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid))) {
      const folder = path.join(tmpdir(), name);
      await beforeRemoval(folder);
      await rm(folder, { recursive: true, force: true });
    }
  }
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
