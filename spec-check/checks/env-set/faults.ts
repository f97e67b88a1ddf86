import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('env-set', [
  ['not set', 'has a bad Dockerfile', 'NODE_ENV=production', /NODE_ENV=.not set/],
  ['another value', 'has a sham Dockerfile', 'NODE_ENV=production', /NODE_ENV=development/],
]);

export const goodShapes = goodShapesOf('env-set', 'has a good Dockerfile', [
  'NODE_ENV=production PORT=3000',
]);
