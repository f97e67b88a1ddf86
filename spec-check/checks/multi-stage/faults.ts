import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'one stage',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: multi-stage -->',
    says: /The Dockerfile has one stage/,
  },
  {
    name: 'the last stage starts from the one that builds',
    image: 'has a Dockerfile that only looks right',
    promise: 'As it should be\n  <!-- check: multi-stage -->',
    says: /takes nothing from a stage that it does not start from/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'multi-stage holds',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: multi-stage stages=["build","runtime"] -->',
  },
];
