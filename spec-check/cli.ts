import { CommanderError } from 'commander';
import { specCheck } from './program.ts';
import { SpecError } from './spec/spec.ts';

/** Runs one command line, and gives its exit code. */
async function main(argv: readonly string[]): Promise<number> {
  let exitCode = 0;
  const program = specCheck((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    return exitCodeOf(error);
  }
}

/** Says what went wrong in a user's words, and gives the exit code. A bug keeps its stack. */
function exitCodeOf(error: unknown): number {
  // Commander has printed its own message; help and version end with 0.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof SpecError) {
    const where = error.line === undefined ? '' : ` (line ${error.line})`;
    process.stderr.write(`${error.code}: ${error.message}${where}\n  ${error.hint}\n`);
    return 2;
  }
  if (error instanceof Error && 'code' in error && 'hint' in error) {
    process.stderr.write(`${error.code}: ${error.message}\n  ${error.hint}\n`);
    return 'outside' in error && error.outside === false ? 2 : 3;
  }
  process.stderr.write(
    `${error instanceof Error ? error.stack : error}\nThis is a defect of spec-check.\n`,
  );
  return 3;
}

// `| head` stops reading; what was started is removed all the same, and the exit code is still true.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

process.exitCode = await main(process.argv.slice(2));
