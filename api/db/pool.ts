import { openSemaphore } from '../semaphore.ts';

export type Kind = 'read' | 'write';

/** Hands out the items in the order of arrival. One in five stays for reads: writes that wait for a lock must not take them all. */
export function openPool<T>(items: readonly T[]) {
  // The one that was used last comes first, so that those which are not needed close.
  const free = [...items];
  const all = openSemaphore(items.length);
  const writes = openSemaphore(Math.max(1, Math.floor(items.length * 0.8)));
  return {
    /** Resolves with one of them, or after so many milliseconds with undefined. */
    async take(kind: Kind, milliseconds: number): Promise<T | undefined> {
      const end = performance.now() + milliseconds;
      if (kind === 'write' && !(await writes.take(1, milliseconds))) return undefined;
      if (await all.take(1, Math.max(0, end - performance.now()))) return free.pop();
      if (kind === 'write') writes.give(1);
      return undefined;
    },
    give(kind: Kind, item: T): void {
      free.push(item);
      all.give(1);
      if (kind === 'write') writes.give(1);
    },
  };
}
