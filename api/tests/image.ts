import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeBaseImage, proxyArguments } from '../../setup/base-image.ts';
import { connectDocker, type Docker } from '../../setup/docker.ts';
import { findEngine } from '../../setup/engine.ts';

/** The image, built for one test; gone with it. */
export interface BuiltImage extends AsyncDisposable {
  readonly docker: Docker;
  readonly reference: string;
}

/**
 * Builds the project's Dockerfile on the engine that answers, within five minutes; from a copy of
 * the project, and with further options, if given.
 */
export async function builtImage({
  log = (_line: string) => {},
  root = path.join(import.meta.dirname, '../..'),
  options = [] as readonly string[],
} = {}): Promise<BuiltImage> {
  const docker = connectDocker();
  const reference = `task-api:test-${randomBytes(3).toString('hex')}`;
  const setUp = { log, signal: AbortSignal.timeout(5 * 60_000) };
  await findEngine(setUp);
  const base = await nodeBaseImage({ docker, ...setUp });
  const buildArgs = Object.entries(base.buildArgs).flatMap(([name, value]) => [
    '--build-arg',
    `${name}=${value}`,
  ]);
  await docker.read(
    [
      'build',
      '--force-rm',
      '--tag',
      reference,
      ...buildArgs,
      ...proxyArguments(process.env),
      ...options,
      root,
    ],
    {
      timeout: 5 * 60_000,
    },
  );
  return {
    docker,
    reference,
    [Symbol.asyncDispose]: async () => {
      await docker.run(['rmi', '--force', reference]);
    },
  };
}

/** Builds a copy of the project, with times of its own and a change. */
export async function builtFromCopy(
  change: (root: string) => Promise<void>,
  options: readonly string[],
): Promise<BuiltImage> {
  const root = await mkdtemp(path.join(tmpdir(), 'image-test-'));
  try {
    for (const name of buildContext)
      await cp(path.join(import.meta.dirname, '../..', name), path.join(root, name), {
        recursive: true,
      });
    await change(root);
    return await builtImage({ root, options });
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
