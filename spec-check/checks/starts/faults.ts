import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('starts', [
  ['it exits after two seconds', 'stops soon', '', /exited|exits/],
  ['it answers 500 to everything', 'answers 500', '', /It starts, and 3 s later: GET .* 500/],
]);

export const goodShapes = goodShapesOf('starts', 'can be watched');
