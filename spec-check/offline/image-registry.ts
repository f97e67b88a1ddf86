import { mkdir, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder } from '../docker/cache-folder.ts';
import { imageId } from '../docker/inspect.ts';
import type { Docker } from '../model/docker.ts';

/** Whether an image is here or its registry answers; a "no" is remembered for an hour. */
export async function isInReach(docker: Docker, reference: string, signal: AbortSignal) {
  if ((await imageId(docker, reference, signal)) !== undefined) return true;
  const noted = await stat(marker).catch(() => undefined);
  if (noted !== undefined && Date.now() - noted.mtimeMs < hour) return false;
  const asked = await docker
    .run(['manifest', 'inspect', reference], { signal, timeout: 8000 })
    .catch(() => signal.throwIfAborted());
  if (asked?.exitCode === 0) return true;
  await mkdir(path.dirname(marker), { recursive: true });
  // Written anew, so that its time is now.
  await writeFile(marker, '');
  return false;
}

const hour = 60 * 60_000;

const marker = path.join(cacheFolder, 'no-image-registry');
