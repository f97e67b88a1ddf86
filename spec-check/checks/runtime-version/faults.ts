import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'another version',
    image: 'ignores DATABASE_URL',
    promise: 'As it should be\n  <!-- check: runtime-version runtime=node version=20 -->',
    says: /The image has \/.*node 24/,
  },
  {
    name: 'not in the image',
    image: 'has files that it should not have',
    promise: 'As it should be\n  <!-- check: runtime-version runtime=python version=3 -->',
    says: /has no python/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'runtime-version holds',
    image: 'is as most are',
    promise: 'As it should be\n  <!-- check: runtime-version runtime=node version=24 -->',
  },
];
