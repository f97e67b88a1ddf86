import { pause } from '../api-client/exchange.ts';
import type { Containers } from '../model/resources.ts';

/** Asks until it is so, for `ms` milliseconds, and then for as long as another container takes to start: a busy machine needs longer. */
export async function untilLate(
  isSo: (signal: AbortSignal) => Promise<boolean>,
  { ms, containers }: { ms: number; containers: Containers },
  signal: AbortSignal,
): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const asking = async () => {
    while (!(await isSo(either))) await pause(100, either);
  };
  const waiting = async () => {
    await pause(ms, either);
    await using later = await containers.launch({ purpose: 'later' }, either);
    await later.answers(either).catch(() => either.throwIfAborted());
  };
  const both = [asking(), waiting()];
  try {
    await Promise.race(both);
  } finally {
    over.abort();
    await Promise.allSettled(both);
  }
}
