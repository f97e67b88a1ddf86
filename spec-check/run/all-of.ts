/** Like `Promise.all`, and waits for the others too when one rejects: they still hold resources. */
export async function allOf<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** Does `work` for each, `count` at a time. */
export async function atATime<T>(
  count: number,
  things: readonly T[],
  work: (thing: T) => Promise<void>,
): Promise<void> {
  const waiting = things.values();
  // All take from the one iterator.
  await allOf(
    Array.from({ length: count }, async () => {
      for (const thing of waiting) await work(thing);
    }),
  );
}
