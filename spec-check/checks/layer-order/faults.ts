import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'the whole tree first',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: layer-order -->',
    says: /Line \d+ copies code .* before line \d+/,
  },
  {
    name: 'a source file first',
    image: 'has a Dockerfile that only looks right',
    promise: 'As it should be\n  <!-- check: layer-order -->',
    says: /copies code .package.json, server.js/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'layer-order holds',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: layer-order -->',
  },
];
