import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'no tag',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: no-latest-tag -->',
    says: /latest, or no tag.* node .line 2/,
  },
  {
    name: 'latest',
    image: 'has a Dockerfile that only looks right',
    promise: 'As it should be\n  <!-- check: no-latest-tag -->',
    says: /node:latest/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'no-latest-tag holds',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: no-latest-tag -->',
  },
];
