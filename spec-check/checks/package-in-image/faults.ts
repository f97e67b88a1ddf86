import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'not installed',
    image: 'has files that it should not have',
    promise: 'As it should be\n  <!-- check: package-in-image packages=["postgresql-client"] -->',
    says: /does not have postgresql-client/,
  },
  {
    name: 'it is there, and should not be',
    image: 'has files that it should not have',
    promise:
      'As it should be\n  <!-- check: package-in-image packages=["jest","curl"] absent=true -->',
    says: /has jest 30/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'package-in-image holds',
    image: 'has the files that it should have',
    promise: 'As it should be\n  <!-- check: package-in-image packages=["express"] -->',
  },
  {
    name: 'package-in-image holds 2',
    image: 'has the files that it should have',
    promise:
      'As it should be\n  <!-- check: package-in-image packages=["jest","curl"] absent=true -->',
  },
];
