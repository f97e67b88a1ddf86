import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'the token of a request',
    image: 'logs everything it is told, and text among JSON',
    promise: 'As it should be\n  <!-- check: no-secrets-in-logs -->',
    says: /In the logs: the token of a request/,
  },
  {
    name: 'the URL of its database',
    image: 'logs a stack trace and its database, and serves metrics as JSON',
    promise: 'As it should be\n  <!-- check: no-secrets-in-logs -->',
    says: /In the logs: .*the password of the database/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'no-secrets-in-logs holds',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: no-secrets-in-logs -->',
  },
];
