import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('writable-paths', [
  [
    'it writes elsewhere at the start',
    'keeps tasks in memory, has a fixed port and needs no database',
    'only=["/data"]',
    /wrote to \/tmp\/started/,
  ],
  [
    'it logs to a file for every item',
    'drops requests when it stops and logs to a file',
    'only=["/var/log"]',
    /wrote to \/tmp\/access.log|EROFS/,
  ],
]);

export const goodShapes = goodShapesOf('writable-paths', 'can be watched', ['only=["/tmp"]']);
