import { removeContainers, runLabels, uniqueName } from '../docker/labels.ts';
import { readFiles } from '../image-files/archive.ts';
import type { Docker } from '../model/docker.ts';
import type { ImageFiles } from '../model/resources.ts';
import { defineResource } from './resource.ts';

export const files = defineResource({
  needs: ['image'],
  acquire: ({ image }): Promise<ImageFiles> => image.files(),
});

/** The file system as a container has it that is made and never started: works without a shell and on any processor. */
export async function readImage(docker: Docker, id: string, runId: string, signal: AbortSignal) {
  const name = `spec-check-${runId}-${uniqueName('files')}`;
  // No signal here: if the client dies, the engine makes the container all the same.
  await docker.read(['create', '--name', name, ...runLabels(runId), id, 'none']);
  const archive = docker.stream(['export', name], { signal, timeout: 5 * 60_000 });
  return readFiles(archive).finally(() => removeContainers(docker, name));
}
