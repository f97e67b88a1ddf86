import type { RunEvent } from '../../model/events.ts';
import { progressLines } from '../../report/progress.ts';
import type { CheckOptions } from './options.ts';

/** Shows a run while it goes on: a live screen on a terminal, else plain lines. What was shown last may stay. */
export async function showing(
  stream: NodeJS.WriteStream,
  env: NodeJS.ProcessEnv,
  { quiet, verbose }: Pick<CheckOptions, 'quiet' | 'verbose'>,
) {
  const stop = (_stays: boolean) => {};
  if (quiet) return { emit(_: RunEvent) {}, stop };
  if (!stream.isTTY || verbose || env.CI || env.TERM === 'dumb') {
    const lines = progressLines(verbose);
    return {
      emit(event: RunEvent) {
        for (const line of lines(event)) stream.write(`${line}\n`);
      },
      stop,
    };
  }
  // Only a terminal needs these.
  const [{ createLogUpdate }, { screen }] = await Promise.all([
    import('log-update'),
    import('../../report/live.ts'),
  ]);
  const begun = performance.now();
  const update = createLogUpdate(stream);
  const events: RunEvent[] = [];
  // Redraws so that the seconds go on; unchanged lines are not written again.
  const timer = setInterval(() => {
    const { columns = 80, rows = 24 } = stream;
    update(screen(events, performance.now() - begun, { columns, rows }));
  }, 100);
  return {
    emit: (event: RunEvent) => void events.push(event),
    stop(stays: boolean) {
      clearInterval(timer);
      if (!stays) update.clear();
      update.done();
    },
  };
}
