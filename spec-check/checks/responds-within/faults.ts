import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'it is slow now and then',
    image: 'starts slowly, is slow now and then, and takes its memory at the start',
    promise: '`/health` responds within 400 ms',
    says: /n=32 .*the slowest (?:[789]\d\d ms|\d\.\d s) \(median .*[\s\S]*Most are in time and some are not/,
  },
  {
    name: 'it is slow every time',
    image: 'says 503 at first, is slow every time, and keeps memory of every request',
    promise: '`/health` responds within 400 ms',
    says: /Every request takes longer/,
  },
  {
    name: 'it answers 500 fast',
    image: 'answers fast that it is not well',
    promise: '`/health` responds within 400 ms',
    says: /GET \/health → 500 in request \d+ of 30/,
  },
];
