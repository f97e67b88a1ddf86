import type { ServerResponse } from 'node:http';
import { totalmem } from 'node:os';
import { Problem } from './problem.ts';

/** Room for what requests hold, so that the process stays within the memory of its container. */
export interface Memory {
  /**
   * Waits until there is room for so many bytes, and keeps it until the response is closed. Throws a
   * 503 when there is none in time. Gives a function that says how many it needs from now on.
   */
  readonly hold: (response: ServerResponse, bytes: number) => Promise<(bytes: number) => void>;
}

export function openMemory(room: number, milliseconds = 4000): Memory {
  let free = room;
  const waiting = new Set<() => boolean>();

  function give(bytes: number): void {
    free += bytes;
    for (const begin of waiting) if (!begin()) return;
  }

  /** In the order of arrival: one that needs much waits no longer than those that need little. */
  function take(bytes: number): Promise<boolean> | true {
    if (waiting.size === 0 && free >= bytes) {
      free -= bytes;
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
        if (free < bytes) return false;
        free -= bytes;
        clearTimeout(timer);
        waiting.delete(begin);
        resolve(true);
        return true;
      };
      waiting.add(begin);
    });
  }

  return {
    async hold(response, wanted) {
      let held = Math.min(wanted, room);
      const took = take(held);
      if (took !== true && !(await took)) {
        const headers = { 'retry-after': '1' };
        throw new Problem(503, 'There is no memory for this answer now. Try again soon.', {
          headers,
        });
      }
      const resize = (bytes: number) => {
        const less = held - Math.min(bytes, held);
        held -= less;
        if (less > 0) give(less);
      };
      if (response.closed) resize(0);
      else response.once('close', () => resize(0));
      return resize;
    },
  };
}

/** Bytes: what the container has beyond what the process takes by itself; at most what a host would not miss. */
export function roomOfThisProcess(): number {
  const limit = Math.min(process.constrainedMemory() || totalmem(), totalmem());
  return Math.min(Math.max(limit - ownNeed, least), most);
}

/** Measured under load with small answers. */
const ownNeed = 72_000_000;
const least = 16_000_000;
const most = 4_000_000_000;
