import { randomBytes } from 'node:crypto';
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
