import { extract, type Header } from 'tar-stream';
import { type Docker, DockerError } from '../../setup/docker.ts';

/** What `docker cp` gives first of a path: its entry in the archive, and how its content begins. */
export interface FileHead {
  readonly header: Header;
  /** The first chunk of a file; empty for an empty file and for all that is none. */
  readonly bytes: Buffer;
}

/**
 * The head of a file or folder in a container, running or not; undefined where there is nothing at that
 * path. The copy is ended at once: a program is large, and a folder would bring all that is in it.
 */
export async function headOfFile(
  docker: Docker,
  container: string,
  path: string,
  { followLink, signal }: { readonly followLink: boolean; readonly signal: AbortSignal },
): Promise<FileHead | undefined> {
  const enough = new AbortController();
  const link = followLink ? ['--follow-link'] : [];
  const archive = docker.stream(['cp', ...link, `${container}:${path}`, '-'], {
    signal: AbortSignal.any([signal, enough.signal]),
    timeout: 10_000,
  });
  const entries = extract();
  archive.on('error', (error) => entries.destroy(error));
  try {
    for await (const entry of archive.pipe(entries)) {
      // tar-stream gives Buffers; its types say less.
      for await (const chunk of entry) return { header: entry.header, bytes: chunk as Buffer };
      return { header: entry.header, bytes: Buffer.alloc(0) };
    }
    return undefined;
  } catch (error) {
    if (error instanceof DockerError && /could not find|no such/i.test(error.message))
      return undefined;
    throw error;
  } finally {
    enough.abort();
    archive.destroy();
  }
}
