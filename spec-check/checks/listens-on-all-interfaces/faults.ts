import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'its own address only',
    image: 'logs a stack trace and its database, and serves metrics as JSON',
    promise: 'As it should be\n  <!-- check: listens-on-all-interfaces -->',
    says: /Listens on \d+.* only/,
  },
  {
    name: 'the loopback only',
    image: 'listens on its loopback only',
    promise: 'As it should be\n  <!-- check: listens-on-all-interfaces -->',
    says: /127\.0\.0\.1/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'listens-on-all-interfaces holds',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: listens-on-all-interfaces -->',
  },
];
