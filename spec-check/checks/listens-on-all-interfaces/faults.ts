import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('listens-on-all-interfaces', [
  ['its own address only', 'logs its failures', '', /Listens on \d+.* only/],
  ['the loopback only', 'is on loopback only', '', /127\.0\.0\.1/],
]);

export const goodShapes = goodShapesOf('listens-on-all-interfaces', 'can be watched');
