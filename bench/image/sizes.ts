import { appendFile } from 'node:fs/promises';
import path from 'node:path';
import { builtFromCopy } from '../../api/tests/image.ts';
import { manifestOf } from '../../spec-check/docker/registry/manifest.ts';
import type { Docker } from '../../spec-check/model/docker.ts';
import type { Manifest } from '../../spec-check/model/manifest.ts';

export interface SizesOptions {
  readonly docker: Docker;
  readonly reference: string;
  /** Name in a real registry, without tag, as the engine pushes to it. */
  readonly repository: string;
  readonly signal: AbortSignal;
}

/** Bytes. */
export interface Sizes {
  readonly unpacked: number;
  /** As the registry has the layers. */
  readonly compressed: number;
  /** What a push and a pull of the next version move: the files that the registry had not before. */
  readonly nextVersion: number;
}

/** Pushes the image and a second version of its API to the registry, and asks that what it has. */
export async function sizes({
  docker,
  reference,
  repository,
  signal,
}: SizesOptions): Promise<Sizes> {
  const change = (root: string) =>
    appendFile(path.join(root, 'api/health.ts'), "\nprocess.title = 'another version';\n");
  await using next = await builtFromCopy(change, ['--build-arg', 'VERSION=9.9.9']);
  const first = await pushed(docker, reference, `${repository}:first`, signal);
  const second = await pushed(docker, next.reference, `${repository}:second`, signal);
  const had = new Set(first.blobs.map(({ digest }) => digest));
  const history = ['history', '--human=false', '--format', '{{.Size}}', reference];
  const layers = (await docker.read(history, { signal })).trim().split('\n').map(Number);
  return {
    unpacked: sum(layers),
    compressed: first.compressedBytes,
    nextVersion: sum(second.blobs.filter(({ digest }) => !had.has(digest)).map(({ size }) => size)),
  };
}

async function pushed(
  docker: Docker,
  reference: string,
  name: string,
  signal: AbortSignal,
): Promise<Manifest> {
  await docker.read(['tag', reference, name], { signal });
  try {
    await docker.read(['push', '--quiet', name], { signal });
    const manifest = await manifestOf(docker, name, signal);
    if (manifest === undefined) throw new Error(`Expected ${name} in the registry after its push.`);
    return manifest;
  } finally {
    await docker.run(['rmi', name]);
  }
}

function sum(figures: readonly number[]): number {
  return figures.reduce((total, figure) => total + figure, 0);
}
