import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('logs-no-errors', [
  ['a record of level error', 'logs too much', '', /1 of \d+ log lines: .*cache is cold/],
  ['a stack trace', 'logs its failures', '', /log lines: Error: no cache/],
]);

export const goodShapes = goodShapesOf('logs-no-errors', 'can be watched');
