import { execa } from 'execa';
import { MachineFault } from '../model/docker.ts';
import { lastLines } from '../model/format.ts';

/** Runs `apt-get ARGS` without questions, after whoever else does so here. Throws MachineFault with the code given. */
export async function apt(
  args: readonly string[],
  { code, signal, cwd = '.' }: { code: string; signal: AbortSignal; cwd?: string },
): Promise<string> {
  const command = ['apt-get', ...args];
  const { exitCode, all, stdout } = await execa('flock', [lock, ...command], {
    reject: false,
    all: true,
    timeout: 5 * 60_000,
    killDescendants: true,
    cancelSignal: signal,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    stdin: 'ignore',
    cwd,
  });
  signal.throwIfAborted();
  if (exitCode === 0) return stdout;
  throw new MachineFault(
    code,
    `apt-get failed: ${lastLines(all ?? '', 3).replaceAll('\n', ' · ')}`,
    `Check the network and the package sources (apt-get update), and try it by hand: ${command.join(' ')}`,
  );
}

/** Images are made at the same time, and apt lets only one update its lists. */
const lock = '/var/lock/spec-check-apt';
