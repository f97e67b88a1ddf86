import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'the address of a service',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: env-at-runtime -->',
    says: /ENV API_URL/,
  },
  {
    name: 'a token as build argument',
    image: 'has a Dockerfile that only looks right',
    promise: 'As it should be\n  <!-- check: env-at-runtime -->',
    says: /ARG NPM_TOKEN/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'env-at-runtime holds',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: env-at-runtime -->',
  },
];
