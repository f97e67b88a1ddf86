import path from 'node:path';
import { extract } from 'tar-stream';
import type { FileOwner } from '../model/cause.ts';
import type { Docker } from '../model/docker.ts';

/**
 * Whose a file in a container is, running or not: the head of the archive that `docker cp` makes. For
 * a file that is not there, the nearest folder that is: it is what refuses a new file.
 */
export async function fileOwner(
  docker: Docker,
  id: string,
  file: string,
  signal: AbortSignal,
): Promise<FileOwner | undefined> {
  if (!file.startsWith('/')) return undefined;
  for (let at = path.posix.normalize(file); ; at = path.posix.dirname(at)) {
    const found = await firstEntry(docker, `${id}:${at}`, signal);
    if (found !== undefined || at === '/') return found && { path: at, ...found };
  }
}

/** Ends the copy at once: a folder would bring all that is in it. */
async function firstEntry(
  docker: Docker,
  source: string,
  signal: AbortSignal,
): Promise<Omit<FileOwner, 'path'> | undefined> {
  const enough = new AbortController();
  const archive = docker.stream(['cp', source, '-'], {
    signal: AbortSignal.any([signal, enough.signal]),
    timeout: 10_000,
  });
  const found = await new Promise<Omit<FileOwner, 'path'> | undefined>((resolve) => {
    const reader = extract();
    reader.once('entry', ({ uid = 0, gid = 0, mode = 0 }) =>
      resolve({ uid, gid, mode: mode & 0o7777 }),
    );
    reader.on('error', () => resolve(undefined));
    reader.on('finish', () => resolve(undefined));
    // No such file, or the copy that is ended here.
    archive.on('error', () => resolve(undefined));
    archive.pipe(reader);
  });
  enough.abort();
  signal.throwIfAborted();
  return found;
}
