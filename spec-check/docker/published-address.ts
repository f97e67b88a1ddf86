import type { Docker } from '../model/docker.ts';

/** `127.0.0.1:49153`: where a container's port is reached from here; undefined when it is not published (any more). */
export async function publishedAt(docker: Docker, id: string, port: number, signal?: AbortSignal) {
  const found = await docker.run(['port', id, `${port}/tcp`], signal && { signal });
  const published = /:(\d+)$/m.exec(found.stdout)?.[1];
  return published && `${docker.ports.at}:${published}`;
}
