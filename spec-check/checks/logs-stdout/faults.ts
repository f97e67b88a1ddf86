import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'it prints nothing',
    image: 'ignores DATABASE_URL',
    promise: 'As it should be\n  <!-- check: logs-stdout -->',
    says: /It prints nothing/,
  },
  {
    name: 'a line of text',
    image: 'logs everything it is told, and text among JSON',
    promise: 'As it should be\n  <!-- check: logs-stdout json=true -->',
    says: /A line is no JSON object/,
  },
  {
    name: 'it logs to a file',
    image: 'answers 500 to everything',
    promise: 'As it should be\n  <!-- check: logs-stdout -->',
    says: /It logs to a file: \/tmp\/app.log/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'logs-stdout holds',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: logs-stdout json=true -->',
  },
];
