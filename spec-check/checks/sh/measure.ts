import { execa } from 'execa';
import { lastLines } from '../../model/format.ts';
import { judged } from '../../model/judged.ts';
import type { Verdict } from '../../model/verdict.ts';

export interface ShellResult {
  /** Undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  readonly output: string;
  readonly timedOut: boolean;
}

/** Seconds that a block may take. */
const limit = 60;

/** Runs a block with `sh -eu` on this machine; all that it started ends with it. */
export async function runShell(
  source: string,
  env: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<ShellResult> {
  const child = execa('sh', ['-eu', '-c', source], {
    env,
    all: true,
    reject: false,
    detached: true,
    stdin: 'ignore',
  });
  let timedOut = false;
  const end = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // All of it has ended.
    }
  };
  const timer = setTimeout(() => {
    timedOut = true;
    end();
  }, limit * 1000);
  signal.addEventListener('abort', end, { once: true });
  const { exitCode, all } = await child;
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
  end();
  signal.throwIfAborted();
  return { exitCode, output: all, timedOut };
}

/** Exit code 0 is the proof. */
export function judgeShell(source: string, { exitCode, output, timedOut }: ShellResult): Verdict {
  const [first = ''] = source.trim().split('\n');
  const more = source.trim().includes('\n') ? ' …' : '';
  const said = lastLines(output, 5) || '(no output)';
  const command = source.trim();
  const how = timedOut ? `did not end within ${limit} s` : `exit code ${exitCode ?? 'none'}`;
  return judged({
    holds: exitCode === 0,
    evidence: `Exit code 0: ${first}${more}`,
    wrong: `${timedOut ? 'The block' : 'The block ends with'} ${how}: ${first}${more}`,
    expected: 'exit code 0',
    actual: `${how}; ${said}`,
    fix: 'Run the block by hand with IMAGE set, and correct the image or the block.',
    ...(exitCode === 0 && { measured: { exitCode } }),
    command,
  });
}
