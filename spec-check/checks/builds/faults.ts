import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'line 12 fails',
    image: 'does not build: line 12 fails',
    promise: 'Container builds successfully without errors',
    says: /Line 12 of the Dockerfile fails: RUN node[\s\S]*about to fail/,
  },
  {
    name: 'a file to copy is missing',
    image: 'does not build: a file to copy is missing',
    promise: 'Container builds successfully without errors',
    says: /Line 3 [\s\S]*not in the build context/,
  },
];
