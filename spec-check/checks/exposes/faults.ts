import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('exposes', [
  ['no port', 'has a bad Dockerfile', 'port=3000', /does not expose 3000/],
  ['UDP only', 'has a sham Dockerfile', 'port=3000', /does not expose 3000/],
]);

export const goodShapes = goodShapesOf('exposes', 'has a good Dockerfile', ['port=3000']);
