import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'PORT is ignored',
    image: 'keeps tasks in memory, has a fixed port and needs no database',
    promise: '**PORT**: Configurable, defaults to 8000',
    says: /answers on port 8000[\s\S]*PORT is not read/,
  },
  {
    name: 'another default port',
    image: 'updates every row, prints a secret and is not what the spec says',
    promise: 'Listens on port 3000 by default',
    says: /Answers on port 8000 by default, not on 3000/,
  },
];
