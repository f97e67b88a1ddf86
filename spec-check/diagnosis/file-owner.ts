import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import type { Docker } from '../model/docker.ts';

/** Whose a file in a container is, or the nearest folder that exists, by what `docker cp` says. */
export async function fileOwner(docker: Docker, id: string, file: string, signal: AbortSignal) {
  if (!file.startsWith('/')) return undefined;
  for (let at = path.posix.normalize(file); ; at = path.posix.dirname(at)) {
    const reader = extract();
    const copy = docker.stream(['cp', `${id}:${at}`, '-'], { signal, timeout: 10_000 });
    // Destroys the reader where there is no such file.
    pipeline(copy, reader).catch(() => {});
    try {
      // Ends the copy at once: a folder would bring all that is in it.
      for await (const { header } of reader)
        return { path: at, uid: header.uid ?? 0, mode: (header.mode ?? 0) & 0o7777 };
    } catch {
      signal.throwIfAborted();
    }
    if (at === '/') return undefined;
  }
}
