import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'too slow without a cache',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: build-time op="<" ms=1 cache=cold -->',
    says: /The build took .* with --no-cache/,
  },
  {
    name: 'too slow with a cache',
    image: 'has a Dockerfile that only looks right',
    promise: 'As it should be\n  <!-- check: build-time op="<" ms=1 cache=warm -->',
    says: /The build took .* cache of a build just before/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'build-time holds',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: build-time ms=90000 cache=cold -->',
  },
  {
    name: 'build-time holds 2',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: build-time ms=90000 cache=warm -->',
  },
];
