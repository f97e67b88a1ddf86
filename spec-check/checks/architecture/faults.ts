import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'a program for another processor',
    image: 'is labelled for one machine and made for another',
    promise: 'The image is built for linux/amd64',
    says: /its \/program is for s390x/,
  },
  {
    name: 'another architecture',
    image: 'accepts anything, keeps rubbish and has no labels',
    promise: 'The image is built for linux/s390x',
    says: /and not for linux\/s390x/,
  },
  {
    name: 'one of two architectures',
    image: 'accepts anything, keeps rubbish and has no labels',
    promise: 'Image supports ppc64le and s390x',
    says: /and not for linux\/ppc64le, linux\/s390x/,
  },
];
