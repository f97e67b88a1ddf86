import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'no port',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: exposes port=3000 -->',
    says: /does not expose 3000/,
  },
  {
    name: 'UDP only',
    image: 'has a Dockerfile that only looks right',
    promise: 'As it should be\n  <!-- check: exposes port=3000 -->',
    says: /does not expose 3000/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'exposes holds',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: exposes port=3000 -->',
  },
];
