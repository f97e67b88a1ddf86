import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'no such path',
    image: 'ignores DATABASE_URL',
    promise: 'As it should be\n  <!-- check: metrics -->',
    says: /GET \/metrics → 404/,
  },
  {
    name: 'JSON',
    image: 'logs a stack trace and its database, and serves metrics as JSON',
    promise: 'As it should be\n  <!-- check: metrics -->',
    says: /without metrics in the Prometheus format/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'metrics holds',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: metrics -->',
  },
];
