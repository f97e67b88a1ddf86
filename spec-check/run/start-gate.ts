import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Which checks of a run begin when: `first` at once, the others when each of these has given way, or after
 * `limit` milliseconds, as one may never do so.
 */
export function startGate<T>(first: readonly T[], limit: number) {
  const own = new Map(first.map((check) => [check, Promise.withResolvers<void>()]));
  const all = Promise.all([...own.values()].map(({ promise }) => promise));
  return {
    /** Resolves when this check may begin; rejects when the signal aborts before. */
    async waitForStart(check: T, signal: AbortSignal): Promise<void> {
      if (own.has(check)) return;
      await Promise.race([all, sleep(limit, undefined, { ref: false, signal })]);
    },
    /** Lets the others begin, once all that go first have done so. Any check may call it, more than once. */
    yieldTurn: (check: T) => own.get(check)?.resolve(),
  };
}
