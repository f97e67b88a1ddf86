import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'not measured yet',
    image: 'ignores DATABASE_URL',
    promise: 'In words of your own\n  <!-- check: tmpfs paths=["/tmp"] -->',
    says: /./,
  },
];
