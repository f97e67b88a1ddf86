import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'nothing is printed',
    image: 'ignores DATABASE_URL',
    promise: 'As it should be\n  <!-- check: logs-contain text="Starting the task store" -->',
    says: /do not contain/,
  },
  {
    name: 'another text',
    image: 'logs everything it is told, and text among JSON',
    promise: 'As it should be\n  <!-- check: logs-contain text="Starting the clock" -->',
    says: /do not contain/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'logs-contain holds',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: logs-contain text="Starting the task store" -->',
  },
];
