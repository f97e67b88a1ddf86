import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'the registry keeps nothing',
    image: 'is pushed to a registry that keeps nothing',
    promise: 'Image can be pushed to registry',
    says: /does not have .* after the push/,
  },
  {
    name: 'the registry keeps another image',
    image: 'is pushed to a registry that keeps another',
    promise: 'Image can be pushed to registry',
    says: /has another image under/,
  },
];
