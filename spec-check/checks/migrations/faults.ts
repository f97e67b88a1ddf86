import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'no table',
    image: 'keeps tasks in memory, has a fixed port and needs no database',
    promise: 'As it should be\n  <!-- check: migrations -->',
    says: /makes no table/,
  },
  {
    name: 'every start adds a column',
    image: 'logs a stack trace and its database, and serves metrics as JSON',
    promise: 'As it should be\n  <!-- check: migrations -->',
    says: /A second start changes columns: public.todo.extra/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'migrations holds',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: migrations -->',
  },
];
