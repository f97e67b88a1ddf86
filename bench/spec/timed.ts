import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';

export interface TimedCommand {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

const root = path.join(import.meta.dirname, '../..');

/** Runs a program to its end, in the project. Throws when it fails: what did not succeed has no time. */
export async function timed({ command: [program = '', ...args], env }: TimedCommand) {
  const figures = path.join('/tmp', `spec-check-bench-${process.pid}`);
  await rm(figures, { force: true });
  const began = performance.now();
  const { exitCode, all, escapedCommand } = await execa(program, args, {
    cwd: root,
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
  if (exitCode !== 0) throw new Error(`${escapedCommand} ended with ${exitCode}:\n${all}`);
  const times = own.split('\n').map(Number);
  // Its own without its children, npm included; 0 for a program that is none of Node's.
  return { milliseconds: wall, 'own processor time': times.reduce((sum, ms) => sum + ms, 0) };
}
