import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'it takes 200 MB at the start',
    image: 'starts slowly, is slow now and then, and takes its memory at the start',
    promise: 'Memory usage stays under 150 MB',
    says: /more before the first request/,
  },
  {
    name: 'it keeps memory of every request',
    image: 'says 503 at first, is slow every time, and keeps memory of every request',
    promise: 'Memory usage stays under 150 MB',
    says: /grows with requests/,
  },
];
