/** Serves in the order of arrival: who needs much waits no longer than those who need little. */
export function openSemaphore(amount: number) {
  let free = amount;
  const waiting = new Set<() => boolean>();

  function give(amount: number): void {
    free += amount;
    for (const begin of waiting) if (!begin()) return;
  }

  return {
    /** Resolves with true when there is so much free, which is then taken; with false after so many milliseconds. */
    take(amount: number, milliseconds: number): true | Promise<boolean> {
      if (waiting.size === 0 && free >= amount) {
        free -= amount;
        return true;
      }
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          waiting.delete(begin);
          resolve(false);
          // Those behind it may need less.
          give(0);
        }, milliseconds);
        const begin = () => {
          if (free < amount) return false;
          free -= amount;
          clearTimeout(timer);
          waiting.delete(begin);
          resolve(true);
          return true;
        };
        waiting.add(begin);
      });
    },
    give,
  };
}
