import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'it starts slowly',
    image: 'starts slowly, is slow now and then, and takes its memory at the start',
    promise: 'Container starts within 2 seconds',
    says: /First answer at worst .* n=3 fresh containers[\s\S]*Every start takes longer/,
  },
  {
    name: 'it says 503 at first',
    image: 'says 503 at first, is slow every time, and keeps memory of every request',
    promise: 'Container starts within 2 seconds',
    says: /First answer at worst .* n=3[\s\S]*Every start takes longer/,
  },
];
