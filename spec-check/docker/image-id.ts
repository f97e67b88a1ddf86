import type { Docker } from '../model/docker.ts';

/** The id of an image that an engine has; undefined where it has none of that name. */
export async function imageId(docker: Docker, reference: string, signal: AbortSignal) {
  const inspect = ['image', 'inspect', '--format', '{{.Id}}', reference];
  const found = await docker.run(inspect, { signal });
  return found.exitCode === 0 ? found.stdout.trim() : undefined;
}
