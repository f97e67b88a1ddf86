import { constants } from 'node:os';

/** Resolves on the first SIGTERM or SIGINT; a second one ends the process. Imported first: PID 1 ignores a signal that it has no listener for. */
export const stopSignal = new Promise<'SIGTERM' | 'SIGINT'>((resolve) => {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      if (stopping) process.exit(128 + constants.signals[signal]);
      stopping = true;
      resolve(signal);
    });
});
