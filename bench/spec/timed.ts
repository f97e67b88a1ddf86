import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';

export type Timed = Awaited<ReturnType<typeof timed>>;

export interface TimedCommand {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a program to its end. Throws when it fails: what did not succeed has no time. */
export async function timed({ program, args, cwd, env = {} }: TimedCommand) {
  const figures = path.join('/tmp', `spec-check-bench-${process.pid}`);
  await rm(figures, { force: true });
  const began = performance.now();
  const { exitCode, all } = await execa(program, [...args], {
    cwd,
    env: {
      ...env,
      OWN_CPU_FILE: figures,
      NODE_OPTIONS: `--import=${path.join(import.meta.dirname, 'own-cpu.mjs')}`,
    },
    all: true,
    reject: false,
    stdin: 'ignore',
    timeout: 120_000,
  });
  const wall = performance.now() - began;
  const own = await readFile(figures, 'utf8').catch(() => '');
  await rm(figures, { force: true });
  if (exitCode !== 0)
    throw new Error(`${[program, ...args].join(' ')} ended with ${exitCode}:\n${all}`);
  const times = own.split('\n').map(Number);
  // Milliseconds, `own` without its children; 0 for a program that is none of Node's.
  return { wall, own: times.reduce((sum, ms) => sum + ms, 0) };
}
