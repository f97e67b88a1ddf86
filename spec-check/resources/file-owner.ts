import path from 'node:path';
import type { Docker } from '../../setup/docker.ts';
import { headOfFile } from './container-file.ts';
import type { FileOwner } from './diagnosis.ts';

/**
 * Whose a file in a container is, running or not. For a file that is not there, the nearest folder
 * that is: it is what refuses a new file. Undefined where it cannot be told.
 */
export async function fileOwner(
  docker: Docker,
  id: string,
  file: string,
  signal: AbortSignal,
): Promise<FileOwner | undefined> {
  if (!file.startsWith('/')) return undefined;
  for (let at = path.posix.normalize(file); ; at = path.posix.dirname(at)) {
    const head = await headOfFile(docker, id, at, { followLink: false, signal }).catch(() => {
      signal.throwIfAborted();
      return undefined;
    });
    if (head !== undefined) {
      const { uid = 0, gid = 0, mode = 0 } = head.header;
      return { path: at, uid, gid, mode: mode & 0o7777 };
    }
    if (at === '/') return undefined;
  }
}
