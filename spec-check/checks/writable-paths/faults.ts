import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'it writes elsewhere at the start',
    image: 'keeps tasks in memory, has a fixed port and needs no database',
    promise: 'As it should be\n  <!-- check: writable-paths only=["/data"] -->',
    says: /wrote to \/tmp\/started/,
  },
  {
    name: 'it logs to a file for every item',
    image: 'drops requests when it stops and logs to a file',
    promise: 'As it should be\n  <!-- check: writable-paths only=["/var/log"] -->',
    says: /wrote to \/tmp\/access.log|EROFS/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'writable-paths holds',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: writable-paths only=["/tmp"] -->',
  },
];
