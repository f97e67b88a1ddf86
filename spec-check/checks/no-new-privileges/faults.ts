import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'it has to be root',
    image: 'is setuid and needs to be root',
    promise: 'As it should be\n  <!-- check: no-new-privileges -->',
    says: /With --security-opt no-new-privileges: /,
  },
  {
    name: 'it writes where only root may',
    image: 'is setuid and writes where only root may',
    promise: 'As it should be\n  <!-- check: no-new-privileges -->',
    says: /With --security-opt no-new-privileges: POST \/tasks → 500/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'no-new-privileges holds',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: no-new-privileges -->',
  },
];
