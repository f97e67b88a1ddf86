import { execa } from 'execa';
import { lastLines } from '../../model/format.ts';

/** Seconds that a block may take. */
const limit = 60;

/** Runs a block with `sh -eu` on this machine; all that it started ends with it. */
export async function runShell(source: string, env: Record<string, string>, signal: AbortSignal) {
  const child = execa('sh', ['-eu', '-c', source], {
    ...{ env, all: true, reject: false, stdin: 'ignore', cancelSignal: signal },
    ...{ timeout: limit * 1000, killSignal: 'SIGKILL', killDescendants: true },
  });
  const { exitCode, all: output, timedOut } = await child;
  child.kill();
  signal.throwIfAborted();
  return { exitCode, output, timedOut };
}

type ShellResult = Awaited<ReturnType<typeof runShell>>;

export function judgeShell(source: string, { exitCode, output, timedOut }: ShellResult) {
  const command = source.trim();
  const [first = '', ...more] = command.split('\n');
  const how = timedOut ? `did not end within ${limit} s` : `exit code ${exitCode ?? 'none'}`;
  const shown = `${first}${more.length > 0 ? ' …' : ''}`;
  return {
    holds: exitCode === 0,
    evidence: `Exit code 0: ${shown}`,
    wrong: `${timedOut ? 'The block' : 'The block ends with'} ${how}: ${shown}`,
    actual: `${how}; ${lastLines(output, 5) || '(no output)'}`,
    fix: 'Run the block by hand with IMAGE set, and correct the image or the block.',
    ...(exitCode === 0 && { measured: { exitCode } }),
    command,
  };
}
