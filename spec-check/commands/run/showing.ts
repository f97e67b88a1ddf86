import type { RunEvent } from '../../model/events.ts';
import { progressLine } from '../../report/progress.ts';
import type { CheckOptions } from './options.ts';

/** Shows a run while it goes on. */
export interface Showing {
  readonly emit: (event: RunEvent) => void;
  /** Leaves the terminal as it was. */
  readonly stop: () => void;
}

/** A screen that changes in place on a terminal; plain lines where nobody watches, as in CI. */
export async function showing(
  stream: NodeJS.WriteStream,
  env: NodeJS.ProcessEnv,
  { quiet, verbose }: Pick<CheckOptions, 'quiet' | 'verbose'>,
): Promise<Showing> {
  if (quiet) return { emit() {}, stop() {} };
  return stream.isTTY && !verbose && !env.CI && env.TERM !== 'dumb' ? live(stream) : lines(stream);
}

function lines(stream: NodeJS.WriteStream): Showing {
  return {
    emit(event) {
      const line = progressLine(event);
      if (line !== undefined) stream.write(`${line}\n`);
    },
    stop() {},
  };
}

async function live(stream: NodeJS.WriteStream): Promise<Showing> {
  // Loaded for a terminal alone.
  const [{ createLogUpdate }, { reduce, initialState, screen }] = await Promise.all([
    import('log-update'),
    import('../../report/live.ts'),
  ]);
  const begun = performance.now();
  const update = createLogUpdate(stream);
  let run = initialState;
  const draw = () => {
    const { columns = 80, rows = 24 } = stream;
    update(screen(run, performance.now() - begun, { columns, rows }));
  };
  // For the seconds to pass; unchanged lines are not written again.
  const timer = setInterval(draw, 100);
  return {
    emit(event) {
      run = reduce(run, event);
    },
    stop() {
      clearInterval(timer);
      update.clear();
      update.done();
    },
  };
}
