import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('runtime-version', [
  [
    'another version',
    'ignores DATABASE_URL',
    'runtime=node version=20',
    /The image has \/.*node 24/,
  ],
  ['not in the image', 'has bad files', 'runtime=python version=3', /has no python/],
]);

export const goodShapes = goodShapesOf('runtime-version', 'is as most are', [
  'runtime=node version=24',
]);
