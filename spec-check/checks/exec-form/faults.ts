import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('exec-form', [
  ['CMD in shell form', 'has a bad Dockerfile', '', /CMD is in shell form/],
  ['ENTRYPOINT in shell form', 'has a sham Dockerfile', '', /ENTRYPOINT is in shell form/],
]);

export const goodShapes = goodShapesOf('exec-form', 'has a good Dockerfile');
