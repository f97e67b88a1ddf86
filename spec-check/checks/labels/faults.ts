import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'no labels',
    image: 'accepts anything, keeps rubbish and has no labels',
    promise: 'The image has the OCI labels source, version and revision',
    says: /has no label org\.opencontainers\.image\.source/,
  },
  {
    name: 'labels that say nothing',
    image: 'never gets over the loss of its database, and has labels that say nothing',
    promise: 'The label `org.opencontainers.image.revision` is set',
    says: /another or an empty value/,
  },
];
