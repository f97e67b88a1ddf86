import type { Docker, DockerOptions } from '../model/docker.ts';

/** `127.0.0.1:49153`: where a container's port is published; undefined when it is not (any more). */
export async function publishedAddress(
  docker: Docker,
  container: string,
  port: number,
  options: DockerOptions = {},
): Promise<string | undefined> {
  const found = await docker.run(['port', container, `${port}/tcp`], options);
  return found.stdout.split('\n')[0]?.trim() || undefined;
}
