import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'no headers',
    image: 'ignores DATABASE_URL',
    promise: 'As it should be\n  <!-- check: cors origin=http://localhost:4000 -->',
    says: /Access-Control-Allow-Origin: .none/,
  },
  {
    name: 'another origin',
    image: 'logs everything it is told, and text among JSON',
    promise: 'As it should be\n  <!-- check: cors origin=localhost:4000 -->',
    says: /OPTIONS .*localhost:5000/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'cors holds',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: cors origin=localhost:4000 -->',
  },
];
