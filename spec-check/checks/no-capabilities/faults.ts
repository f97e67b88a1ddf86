import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'it needs CAP_SETUID',
    image: 'gives its rights up by itself',
    promise: 'Runs with all capabilities dropped',
    says: /With --cap-drop ALL .*: The container exited[\s\S]*takes CAP_SETUID/,
  },
  {
    name: 'root writes where it may not',
    image: 'writes to a folder of one user',
    promise: 'Runs with all capabilities dropped',
    says: /bound by permissions/,
  },
];
