import { CommanderError } from 'commander';
import { specCheck } from './commands/run/program.ts';
import { formatUserError } from './commands/run/user-error.ts';

/** Says what went wrong in a user's words, and gives the exit code. A bug keeps its stack. */
function exitCodeOf(error: unknown): number {
  // Commander has printed its own message; help and version end with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const known = formatUserError(error);
  if (known !== undefined) {
    process.stderr.write(`${known.text}\n`);
    return known.exitCode;
  }
  process.stderr.write(
    `${error instanceof Error ? error.stack : error}\nThis is a defect of spec-check.\n`,
  );
  return 3;
}

// `| head` stops reading, a terminal is closed: what was started is removed all the same, and the exit code is still true.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
  });

try {
  await specCheck().parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
