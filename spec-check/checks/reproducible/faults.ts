import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'the time of the build is in a file',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: reproducible -->',
    says: /Layer .* differs between two builds/,
  },
  {
    name: 'something random is in a file',
    image: 'has a Dockerfile that only looks right',
    promise: 'As it should be\n  <!-- check: reproducible -->',
    says: /Layer .* differs between two builds/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'reproducible holds',
    image: { dockerfile: 'FROM scratch\nCOPY Dockerfile /\nCMD ["/none"]\n' },
    promise: 'As it should be\n  <!-- check: reproducible -->',
  },
];
