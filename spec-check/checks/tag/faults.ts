import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'no version',
    image: 'accepts anything, keeps rubbish and has no labels',
    promise: 'The image is tagged with a semantic version',
    says: /No tag is a semantic version/,
  },
  {
    name: 'no commit',
    image: 'accepts anything, keeps rubbish and has no labels',
    promise: 'The image is tagged with the git commit hash',
    says: /No tag is a commit/,
  },
];
