import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'no list at all',
    image: 'has files that it should not have',
    promise: 'As it should be\n  <!-- check: sbom -->',
    says: /lists no package/,
  },
  {
    name: 'an empty list',
    image: 'has busybox and a home of another user',
    promise: 'As it should be\n  <!-- check: sbom -->',
    says: /lists no package/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'sbom holds',
    image: 'has the files that it should have',
    promise: 'As it should be\n  <!-- check: sbom -->',
  },
];
