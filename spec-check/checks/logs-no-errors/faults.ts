import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'a record of level error',
    image: 'logs everything it is told, and text among JSON',
    promise: 'As it should be\n  <!-- check: logs-no-errors -->',
    says: /1 line is an error: .*cache is cold/,
  },
  {
    name: 'a stack trace',
    image: 'logs a stack trace and its database, and serves metrics as JSON',
    promise: 'As it should be\n  <!-- check: logs-no-errors -->',
    says: /are errors: Error: no cache/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'logs-no-errors holds',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: logs-no-errors -->',
  },
];
