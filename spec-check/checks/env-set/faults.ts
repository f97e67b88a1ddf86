import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'not set',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: env-set NODE_ENV=production -->',
    says: /NODE_ENV=.not set/,
  },
  {
    name: 'another value',
    image: 'has a Dockerfile that only looks right',
    promise: 'As it should be\n  <!-- check: env-set NODE_ENV=production -->',
    says: /NODE_ENV=development/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'env-set holds',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: env-set NODE_ENV=production PORT=3000 -->',
  },
];
