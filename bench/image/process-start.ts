import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { freePort } from '../../api/tests/process.ts';
import { bakedBundle, bundleEnvironment } from '../bundle.ts';
import { warmInTurns } from '../in-turns.ts';
import { bareServer } from './bare-server.ts';
import { firstAnswer } from './first-answer.ts';

/**
 * Milliseconds from the start of a process to its first answer: the bundle with its code cache, as the
 * image starts it, and a bare server on the same Node.
 */
export async function processStart({
  databaseUrl,
  work,
  rounds,
  signal,
}: {
  readonly databaseUrl: string;
  /** Takes the bundle. */
  readonly work: string;
  readonly rounds: number;
  readonly signal: AbortSignal;
}) {
  const [node = '', ...bundled] = await bakedBundle(path.join(work, 'bundle'));
  const bare = path.join(work, 'bare.cjs');
  await writeFile(bare, bareServer);

  const started = async (args: readonly string[]) => {
    const PORT = await freePort();
    const [program = '', ...rest] = [...pin, node, ...args];
    const begun = performance.now();
    const child = spawn(program, rest, {
      cwd: work,
      env: { ...bundleEnvironment, DATABASE_URL: databaseUrl, PORT: String(PORT) },
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
  return warmInTurns(rounds, { subject: () => started(bundled), bare: () => started([bare]) });
}

/** On one processor, as in a container that has no more; who asks has the others. Linux can do that. */
const pin = process.platform === 'linux' ? ['taskset', '-c', '0'] : [];
