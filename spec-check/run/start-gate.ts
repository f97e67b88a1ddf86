import { setTimeout as sleep } from 'node:timers/promises';

/** Which checks of a run begin when: some at once, the others when those give way. */
export interface StartGate<T> {
  /** Resolves when this check may begin; rejects when the signal aborts before. */
  readonly waitForStart: (check: T, signal: AbortSignal) => Promise<void>;
  /** Lets the others begin, once all that go first have done so. Any check may call it, more than once. */
  readonly yieldTurn: (check: T) => void;
}

/** `limit`: milliseconds that the others wait at most, as one that goes first may never give way. */
export function startGate<T>(first: readonly T[], limit: number): StartGate<T> {
  const own = new Map(first.map((check) => [check, Promise.withResolvers<void>()]));
  const all = Promise.all([...own.values()].map(({ promise }) => promise));
  return {
    async waitForStart(check, signal) {
      if (own.has(check)) return;
      await Promise.race([all, sleep(limit, undefined, { ref: false, signal })]);
    },
    yieldTurn: (check) => own.get(check)?.resolve(),
  };
}
