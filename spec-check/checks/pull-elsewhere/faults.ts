import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'the API does not work there',
    image: 'keeps tasks in memory, has a fixed port and needs no database',
    promise: 'Image can be pulled and run on a different machine',
    says: /Pulled on another engine, and there:[\s\S]*in memory/,
  },
  {
    name: 'it needs a name of the first machine',
    image: 'hides what is deleted and needs what only the first machine has',
    promise: 'Image can be pulled and run on a different machine',
    says: /other engine[\s\S]*host\.docker\.internal/,
  },
];
