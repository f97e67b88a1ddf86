import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('logs-contain', [
  [
    'nothing is printed',
    'ignores DATABASE_URL',
    'text="Starting the task store"',
    /do not contain/,
  ],
  ['another text', 'logs too much', 'text="Starting the clock"', /do not contain/],
]);

export const goodShapes = goodShapesOf('logs-contain', 'can be watched', [
  'text="Starting the task store"',
]);
