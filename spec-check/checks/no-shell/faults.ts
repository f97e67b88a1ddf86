import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'a shell by a link',
    image: 'has files that it should not have',
    promise: 'As it should be\n  <!-- check: no-shell -->',
    says: /The image has \/bin\/sh/,
  },
  {
    name: 'busybox under its own name',
    image: 'has busybox and a home of another user',
    promise: 'As it should be\n  <!-- check: no-shell -->',
    says: /busybox/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'no-shell holds',
    image: 'has the files that it should have',
    promise: 'As it should be\n  <!-- check: no-shell -->',
  },
];
