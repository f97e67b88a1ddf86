import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('dockerfile-exists', [
  ['no such file', 'has a bad Dockerfile', 'path=deploy/Dockerfile', /There is no file deploy/],
  ['another file', 'has a bad Dockerfile', 'path=package.json', /package.json is no Dockerfile/],
]);

export const goodShapes = goodShapesOf('dockerfile-exists', 'has a good Dockerfile');
