import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'CMD in shell form',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: exec-form -->',
    says: /CMD is in shell form/,
  },
  {
    name: 'ENTRYPOINT in shell form',
    image: 'has a Dockerfile that only looks right',
    promise: 'As it should be\n  <!-- check: exec-form -->',
    says: /ENTRYPOINT is in shell form/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'exec-form holds',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: exec-form -->',
  },
];
