import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'its program is hidden',
    image: 'ignores DATABASE_URL',
    promise: 'As it should be\n  <!-- check: tmpfs paths=["/app"] -->',
    says: /With --tmpfs \/app: /,
  },
  {
    name: 'its packages are hidden',
    image: 'ignores DATABASE_URL',
    promise: 'As it should be\n  <!-- check: tmpfs paths=["/tmp","/app/node_modules"] -->',
    says: /With --tmpfs \/tmp --tmpfs \/app\/node_modules: /,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'tmpfs holds',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: tmpfs paths=["/tmp","/run"] -->',
  },
];
