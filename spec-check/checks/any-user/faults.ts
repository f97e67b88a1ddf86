import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'it looks its own user up',
    image: 'keeps tasks in memory, has a fixed port and needs no database',
    promise: 'Runs as any user',
    says: /With --user \d+: (?:The container exited|Runs, and gives no)[\s\S]*looks its own user up/,
  },
  {
    name: 'a folder of one user',
    image: 'writes to a folder of one user',
    promise: 'Runs as any user',
    says: /only by the user it was built for/,
  },
];
