import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'it writes a file when it starts',
    image: 'keeps tasks in memory, has a fixed port and needs no database',
    promise: 'Runs with a read-only root filesystem',
    says: /With --read-only: (?:The container exited|Runs, and gives no)[\s\S]*file of its own image/,
  },
  {
    name: 'it logs to a file',
    image: 'drops requests when it stops and logs to a file',
    promise: 'Runs with a read-only root filesystem',
    says: /POST \/tasks → 500.*goes well without it[\s\S]*EROFS/,
  },
];
