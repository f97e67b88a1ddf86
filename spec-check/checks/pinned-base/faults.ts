import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'no tag',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: pinned-base -->',
    says: /Not pinned to .* node .line 2/,
  },
  {
    name: 'latest',
    image: 'has a Dockerfile that only looks right',
    promise: 'As it should be\n  <!-- check: pinned-base -->',
    says: /Not pinned to .* node:latest/,
  },
  {
    name: 'a tag that moves',
    image: 'pins its bases by version only',
    promise: 'As it should be\n  <!-- check: pinned-base to=digest -->',
    says: /Not pinned to a digest/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'pinned-base holds',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: pinned-base to=exact -->',
  },
];
