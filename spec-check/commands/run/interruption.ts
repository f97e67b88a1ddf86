import { commandName } from '../../model/command-name.ts';

/** Runs until it ends or a signal aborts it (its own exit code); a second ends at once. */
export async function interruptible(
  work: (signal: AbortSignal) => Promise<number>,
  interrupted = 'Interrupted; everything that was started is removed.',
): Promise<number> {
  const controller = new AbortController();
  let exitCode: number | undefined;
  let first = 0;
  const on = (code: number) => () => {
    // npm and the terminal both deliver the one Ctrl-C.
    if (exitCode !== undefined && performance.now() - first < 1000) return;
    first = performance.now();
    if (exitCode !== undefined) {
      process.stderr.write(`Ended before everything was removed; run: ${commandName} clean\n`);
      process.exit(code);
    }
    exitCode = code;
    // The live screen has to stop before anything is printed.
    controller.abort(new Error('interrupted'));
    process.stderr.write('\nInterrupted: removing what was started …\n');
  };
  const handlers = { SIGINT: on(130), SIGTERM: on(143), SIGHUP: on(129) };
  for (const [name, handler] of Object.entries(handlers)) process.on(name, handler);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (exitCode === undefined) throw error;
    process.stderr.write(`${interrupted}\n`);
    return exitCode;
  } finally {
    for (const [name, handler] of Object.entries(handlers)) process.off(name, handler);
  }
}
