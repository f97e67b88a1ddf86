import { lastLines } from '../model/format.ts';

/** What a program prints that people install themselves; undefined where it is not on PATH. Throws where it fails. */
export async function outputOf(command: readonly string[], cwd: string, signal: AbortSignal) {
  // Only a run needs it, and it takes long to load.
  const { execa } = await import('execa');
  const [file = '', ...args] = command;
  const options = { cwd, cancelSignal: signal, reject: false, stdin: 'ignore' } as const;
  const { code, exitCode, stdout, stderr, message } = await execa(file, args, options);
  signal.throwIfAborted();
  if (code === 'ENOENT') return undefined;
  if (exitCode === 0) return stdout;
  throw new Error(`${file} failed: ${lastLines(stderr, 4) || message}`);
}
