import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A new `spec-check-PURPOSE-PID-…` folder, removed with `scope`; stale ones go now. */
export async function temporaryFolder(purpose: string, scope: AsyncDisposableStack) {
  const ours = new RegExp(`^spec-check-${purpose}-(\\d+)-`);
  for (const name of await readdir(tmpdir())) {
    const pid = ours.exec(name)?.[1];
    if (pid !== undefined && !isAlive(Number(pid)))
      await rm(path.join(tmpdir(), name), { recursive: true, force: true });
  }
  const folder = await mkdtemp(path.join(tmpdir(), `spec-check-${purpose}-${process.pid}-`));
  scope.defer(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Node's own errors of system calls have a code.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
