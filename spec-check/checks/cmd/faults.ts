import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'another program',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: cmd contains="node main.js" -->',
    says: /does not start with node main.js/,
  },
  {
    name: 'another CMD',
    image: 'has a Dockerfile that only looks right',
    promise: 'As it should be\n  <!-- check: cmd cmd=["node","server.js"] -->',
    says: /does not start with CMD/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'cmd holds',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: cmd cmd=["node","server.js"] -->',
  },
  {
    name: 'cmd holds 2',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: cmd contains="node server.js" -->',
  },
];
