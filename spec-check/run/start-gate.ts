import { setTimeout as sleep } from 'node:timers/promises';

/** When checks begin: `first` at once, the others when these yield, or after `limit` ms. */
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
