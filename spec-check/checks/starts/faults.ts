import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'it exits after two seconds',
    image: 'stops soon after its start, and has no document',
    promise: 'As it should be\n  <!-- check: starts -->',
    says: /exited|exits/,
  },
  {
    name: 'it answers 500 to everything',
    image: 'answers 500 to everything',
    promise: 'As it should be\n  <!-- check: starts -->',
    says: /It starts, and: GET .* 500/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'starts holds',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: starts -->',
  },
];
