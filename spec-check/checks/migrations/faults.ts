import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('migrations', [
  [
    'no table',
    'keeps tasks in memory, has a fixed port and needs no database',
    '',
    /makes no table/,
  ],
  [
    'every start adds a column',
    'logs its failures',
    '',
    /A second start changes columns: public.todo.extra/,
  ],
]);

export const goodShapes = goodShapesOf('migrations', 'can be watched');
