import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { build } from '../../api/image/build.ts';
import { freePort, imageArguments } from '../../api/tests/process.ts';
import { bareServer } from './bare-server.ts';
import { firstAnswer } from './first-answer.ts';
import { type Compared, inTurns } from './in-turns.ts';

export interface ProcessStart {
  readonly databaseUrl: string;
  /** Takes the bundle. */
  readonly work: string;
  readonly rounds: number;
  readonly signal: AbortSignal;
}

/**
 * Milliseconds from the start of a process to its first answer: the bundle with its code cache, as the
 * image starts it, and a bare server on the same Node.
 */
export async function processStart({
  databaseUrl,
  work,
  rounds,
  signal,
}: ProcessStart): Promise<Compared> {
  const bundle = path.join(work, 'bundle');
  await build(bundle);
  const flags = await imageArguments();
  const bake = path.join(import.meta.dirname, '../../api/image/bake.ts');
  // Without the compile cache of the program that this is.
  const env = { PATH: process.env.PATH ?? '', NODE_ENV: 'production', MALLOC_ARENA_MAX: '1' };
  await execa(process.execPath, [...flags, '--predictable', bake, bundle], {
    env,
    extendEnv: false,
    timeout: 60_000,
  });
  const bare = path.join(work, 'bare.cjs');
  await writeFile(bare, bareServer);

  const started = async (args: readonly string[]) => {
    const PORT = await freePort();
    const [program = '', ...rest] = [...pin, process.execPath, ...args];
    const begun = performance.now();
    const child = spawn(program, rest, {
      cwd: work,
      env: { ...env, DATABASE_URL: databaseUrl, PORT: String(PORT) },
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 20_000,
      killSignal: 'SIGKILL',
    });
    try {
      await firstAnswer(PORT, signal);
      return performance.now() - begun;
    } finally {
      child.kill('SIGKILL');
      await once(child, 'close');
    }
  };
  return inTurns(rounds, {
    subject: () => started([...flags, path.join(bundle, 'server.cjs')]),
    bare: () => started([bare]),
  });
}

/** On one processor, as in a container that has no more; who asks has the others. Linux can do that. */
const pin = process.platform === 'linux' ? ['taskset', '-c', '0'] : [];
