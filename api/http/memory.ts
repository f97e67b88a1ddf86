import type { ServerResponse } from 'node:http';
import { totalmem } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openSemaphore } from '../semaphore.ts';
import { Problem } from './problem.ts';

/** Room for what requests hold, so that the process stays within the memory of its container. */
export function openMemory(room: number, milliseconds = 4000, collect = collectGarbage) {
  const memory = openSemaphore(room);
  let garbage = 0;
  return {
    /** Waits for room until the response closes; throws a 503 in time. Call what it returns with the answer's bytes: it needs no more. */
    async hold(response: ServerResponse, wanted: number): Promise<(bytes: number) => void> {
      let held = Math.min(wanted, room);
      if (!(await memory.take(held, milliseconds)))
        throw new Problem(503, 'There is no memory for this answer now. Try again soon.');
      // V8 would leave buffers alone until there are more of them than a small container has room for.
      if (garbage > room / 2) {
        garbage = 0;
        collect();
      }
      const resize = (bytes: number) => {
        const less = held - Math.min(bytes, held);
        held -= less;
        if (less > 0) memory.give(less);
      };
      if (response.closed) resize(0);
      else response.once('close', () => resize(0));
      return (bytes) => {
        garbage += copies * bytes;
        resize(bytes);
      };
    },
  };
}

/** Makes V8 collect garbage now. The flag is set here, because in CMD it makes the start 18 ms longer. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  gc ??= runInNewContext('gc') as () => void;
  gc();
}
let gc: (() => void) | undefined;

/** An answer is in memory three times: as the database sent it, as rows, and as JSON. */
export const copies = 3;

/** Bytes of the container's memory beyond what the process itself needs, within limits. */
export function roomOfThisProcess(): number {
  const limit = Math.min(process.constrainedMemory() || totalmem(), totalmem());
  return Math.min(Math.max(limit - ownNeed, least), most);
}

/** Measured under load: 72 MB with small answers, and the buffers of large ones that V8 has yet to collect. */
const ownNeed = 80_000_000;
const least = 16_000_000;
const most = 4_000_000_000;
