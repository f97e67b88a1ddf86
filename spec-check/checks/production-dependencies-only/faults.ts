import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'a package of development',
    image: 'has files that it should not have',
    promise: 'As it should be\n  <!-- check: production-dependencies-only -->',
    says: /1 of 2 installed packages is for development only: \/srv\/node_modules\/jest/,
  },
  {
    name: 'a Python package of development',
    image: 'has busybox and a home of another user',
    promise: 'As it should be\n  <!-- check: production-dependencies-only -->',
    says: /development only: pytest/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'production-dependencies-only holds',
    image: 'has the files that it should have',
    promise: 'As it should be\n  <!-- check: production-dependencies-only -->',
  },
];
