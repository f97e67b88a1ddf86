/** Hands out what there is a limited number of, in the order of arrival. */
export interface Pool<T> {
  /** Resolves with one of them, or after so many milliseconds with undefined. */
  readonly take: (kind: Kind, milliseconds: number) => T | Promise<T | undefined>;
  readonly give: (kind: Kind, item: T) => void;
}

export type Kind = 'read' | 'write';

/** One in five stays for reads: writes that wait for a lock must not take them all. */
export function openPool<T>(items: readonly T[]): Pool<T> {
  // The one that was used last comes first, so that those which are not needed close.
  const free = [...items];
  const most = { read: items.length, write: Math.max(1, Math.floor(items.length * 0.8)) };
  const taken = { read: 0, write: 0 };
  // A set for each kind, as who gives up leaves from the middle.
  const waiting = { read: new Set<Waiting<T>>(), write: new Set<Waiting<T>>() };
  let arrived = 0;

  function takeFree(kind: Kind): T | undefined {
    if (taken[kind] >= most[kind]) return undefined;
    const item = free.pop();
    if (item !== undefined) taken[kind] += 1;
    return item;
  }

  /** Who waits longest, of those whose kind may have one more. */
  function next(): readonly [Kind, Waiting<T>] | undefined {
    const [read] = waiting.read;
    const [write] = taken.write < most.write ? waiting.write : [];
    if (read !== undefined && (write === undefined || read.since < write.since)) {
      return ['read', read];
    }
    return write && ['write', write];
  }

  return {
    take(kind, milliseconds) {
      const item = waiting[kind].size === 0 ? takeFree(kind) : undefined;
      if (item !== undefined) return item;
      return new Promise((resolve) => {
        arrived += 1;
        const timer = setTimeout(() => {
          waiting[kind].delete(waiter);
          resolve(undefined);
        }, milliseconds);
        const waiter: Waiting<T> = {
          since: arrived,
          resolve(item) {
            clearTimeout(timer);
            resolve(item);
          },
        };
        waiting[kind].add(waiter);
      });
    },
    give(kind, item) {
      taken[kind] -= 1;
      free.push(item);
      const found = next();
      if (found === undefined) return;
      const [nextKind, waiter] = found;
      const given = takeFree(nextKind);
      if (given === undefined) return;
      waiting[nextKind].delete(waiter);
      waiter.resolve(given);
    },
  };
}

interface Waiting<T> {
  readonly since: number;
  readonly resolve: (item: T) => void;
}
