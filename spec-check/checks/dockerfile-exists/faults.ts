import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'no such file',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: dockerfile-exists path=deploy/Dockerfile -->',
    says: /There is no file deploy/,
  },
  {
    name: 'another file',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: dockerfile-exists path=package.json -->',
    says: /package.json is no Dockerfile/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'dockerfile-exists holds',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: dockerfile-exists -->',
  },
];
