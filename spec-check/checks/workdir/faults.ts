import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('workdir', [
  ['none', 'has a bad Dockerfile', '', /sets no WORKDIR/],
  ['another', 'has a sham Dockerfile', 'path=/app', /WORKDIR is \/srv/],
]);

export const goodShapes = goodShapesOf('workdir', 'has a good Dockerfile', ['path=/srv/']);
