import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('metrics', [
  ['no such path', 'ignores DATABASE_URL', '', /GET \/metrics → 404/],
  ['JSON', 'logs its failures', '', /without metrics in the Prometheus format/],
]);

export const goodShapes = goodShapesOf('metrics', 'can be watched');
