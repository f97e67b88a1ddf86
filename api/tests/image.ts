import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { baseImageOptions, connectDocker, type Docker } from './docker.ts';

/** The image, built for one test; gone with it. */
export interface BuiltImage extends AsyncDisposable {
  readonly docker: Docker;
  readonly reference: string;
}

/**
 * Builds the project's Dockerfile on the engine that answers, within five minutes; from a copy of
 * the project, with further options, and with BuildKit through that client, if given.
 */
export async function builtImage({
  root = path.join(import.meta.dirname, '../..'),
  options = [] as readonly string[],
  client = undefined as readonly string[] | undefined,
} = {}): Promise<BuiltImage> {
  const docker = connectDocker(client);
  const reference = `task-api:test-${randomBytes(3).toString('hex')}`;
  const base = await baseImageOptions();
  await docker.read(['build', '--force-rm', '--tag', reference, ...base, ...options, root], {
    timeout: 5 * 60_000,
    ...(client && { env: { DOCKER_BUILDKIT: '1' } }),
  });
  return {
    docker,
    reference,
    [Symbol.asyncDispose]: async () => {
      await docker.run(['rmi', '--force', reference]);
    },
  };
}

/** Digests of its layers, the base's first; without the empty one that BuildKit makes for WORKDIR, though the folder is there. */
export async function layersOf({ docker, reference }: BuiltImage): Promise<readonly string[]> {
  const format = ['--format', '{{json .RootFS.Layers}}'];
  const layers: string[] = JSON.parse(
    await docker.read(['image', 'inspect', ...format, reference]),
  );
  const empty = 'sha256:5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';
  return layers.filter((layer) => layer !== empty);
}

/** A client that builds with BuildKit: one that has buildx, or one from before that became a part of its own. */
export async function buildKitClient(): Promise<readonly string[]> {
  for (const name of ['docker', '/usr/bin/docker']) {
    const { run } = connectDocker([name]);
    try {
      const version = await run(['version', '--format', '{{.Client.Version}}']);
      if (version.exitCode === 0 && Number.parseInt(version.stdout, 10) < 23) return [name];
      if ((await run(['buildx', 'version'])).exitCode === 0) return [name];
    } catch {
      // It is not there.
    }
  }
  throw new Error('No client of Docker here builds with BuildKit. Install docker-buildx.');
}

/** Builds a copy of the project, with times of its own and a change; with BuildKit through a client, if given. */
export async function builtFromCopy(
  change: (root: string) => Promise<void>,
  options: readonly string[],
  client?: readonly string[],
): Promise<BuiltImage> {
  const root = await mkdtemp(path.join(tmpdir(), 'image-test-'));
  try {
    for (const name of buildContext)
      await cp(path.join(import.meta.dirname, '../..', name), path.join(root, name), {
        recursive: true,
      });
    await change(root);
    return await builtImage({ root, options, client });
  } finally {
    await rm(root, { recursive: true });
  }
}

/** What the build reads. */
const buildContext = [
  'Dockerfile',
  '.dockerignore',
  'package.json',
  'package-lock.json',
  '.npmrc',
  'api',
];
