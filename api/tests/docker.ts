import path from 'node:path';
import { execa } from 'execa';

/** The engine that a client of Docker would use. */
export interface Docker {
  /** What a command prints on stdout; rejects when it fails. */
  readonly read: (args: readonly string[], options?: DockerOptions) => Promise<string>;
  readonly run: (
    args: readonly string[],
    options?: DockerOptions,
  ) => Promise<{
    readonly exitCode?: number | undefined;
    readonly stdout: string;
    readonly all: string;
  }>;
}

interface DockerOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly timeout?: number;
}

export function connectDocker([file = 'docker', ...before]: readonly string[] = []): Docker {
  const limits = { stdin: 'ignore', timeout: 60_000 } as const;
  return {
    read: async (args, options) =>
      (await execa(file, [...before, ...args], { ...limits, ...options })).stdout,
    run: (args, options) =>
      execa(file, [...before, ...args], { ...limits, ...options, reject: false, all: true }),
  };
}

/**
 * The options of `docker build` that name the base image, where the official one is not in reach: the
 * other half of the project makes it, as a program of its own.
 */
export async function baseImageOptions(): Promise<readonly string[]> {
  const other = path.join(import.meta.dirname, '../../spec-check');
  const program = `
    const { connectDocker } = await import(process.argv[1] + '/docker/docker.ts');
    const { findEngine } = await import(process.argv[1] + '/docker/engine.ts');
    const { nodeBaseImage, proxyArguments } = await import(process.argv[1] + '/offline/base-image.ts');
    const setUp = { log: console.error, signal: AbortSignal.timeout(300_000) };
    await findEngine(setUp);
    const { buildArgs } = await nodeBaseImage({ docker: connectDocker(), ...setUp });
    const named = Object.entries(buildArgs).flatMap(([name, value]) => ['--build-arg', name + '=' + value]);
    console.log(JSON.stringify([...named, ...proxyArguments(process.env)]));`;
  const args = ['--input-type=module', '--eval', program, other];
  const { stdout } = await execa(process.execPath, args, { stderr: 'inherit', timeout: 310_000 });
  return JSON.parse(stdout) as string[];
}
