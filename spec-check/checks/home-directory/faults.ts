import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'a home that is not there',
    image: 'has files that it should not have',
    promise: 'As it should be\n  <!-- check: home-directory -->',
    says: /has no home directory/,
  },
  {
    name: 'a home that belongs to root',
    image: 'has busybox and a home of another user',
    promise: 'As it should be\n  <!-- check: home-directory -->',
    says: /belongs to uid 0/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'home-directory holds',
    image: 'has the files that it should have',
    promise: 'As it should be\n  <!-- check: home-directory -->',
  },
];
