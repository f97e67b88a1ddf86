import { execa } from 'execa';

/** Runs `apt-get ARGS` without questions. Returns the last lines of what it said where it failed, undefined otherwise. */
export async function apt(
  args: readonly string[],
  signal: AbortSignal,
  cwd?: string,
): Promise<string | undefined> {
  const { exitCode, all } = await execa('apt-get', [...args], {
    reject: false,
    all: true,
    timeout: 5 * 60_000,
    cancelSignal: signal,
    env: { DEBIAN_FRONTEND: 'noninteractive' },
    stdin: 'ignore',
    ...(cwd !== undefined && { cwd }),
  });
  signal.throwIfAborted();
  return exitCode === 0 ? undefined : all.trim().split('\n').slice(-3).join(' · ');
}
