import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'no such file',
    image: 'has files that it should not have',
    promise: 'As it should be\n  <!-- check: file-in-image path=/srv/main.js -->',
    says: /no \/srv\/main.js/,
  },
  {
    name: 'an empty folder',
    image: 'has files that it should not have',
    promise: 'As it should be\n  <!-- check: file-in-image path=/empty -->',
    says: /a folder \/empty .* no file/,
  },
  {
    name: 'other entries',
    image: 'has files that it should not have',
    promise: 'As it should be\n  <!-- check: file-in-image path=/themes count=3 -->',
    says: /with 2 entries/,
  },
  {
    name: 'it is there, and should not be',
    image: 'has files that it should not have',
    promise: 'As it should be\n  <!-- check: file-in-image path=tests absent=true -->',
    says: /has a folder \/srv\/tests/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'file-in-image holds',
    image: 'has the files that it should have',
    promise: 'As it should be\n  <!-- check: file-in-image path=/srv/main.js -->',
  },
  {
    name: 'file-in-image holds 2',
    image: 'has the files that it should have',
    promise: 'As it should be\n  <!-- check: file-in-image path=main.js -->',
  },
  {
    name: 'file-in-image holds 3',
    image: 'has the files that it should have',
    promise: 'As it should be\n  <!-- check: file-in-image path=/themes count=2 -->',
  },
  {
    name: 'file-in-image holds 4',
    image: 'has the files that it should have',
    promise: 'As it should be\n  <!-- check: file-in-image path=/srv/tests absent=true -->',
  },
  {
    name: 'file-in-image holds 5',
    image: 'has the files that it should have',
    promise: 'As it should be\n  <!-- check: file-in-image path=/srv -->',
  },
];
