import type { Docker, DockerOptions } from '../model/docker.ts';

/** `127.0.0.1:49153`: where a container's port is reached from here; undefined when it is not published (any more). */
export async function publishedAddress(
  docker: Docker,
  container: string,
  port: number,
  options: DockerOptions = {},
): Promise<string | undefined> {
  const found = await docker.run(['port', container, `${port}/tcp`], options);
  const published = /:(\d+)$/m.exec(found.stdout)?.[1];
  return published && `${docker.ports.at}:${published}`;
}
