import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('build-time', [
  [
    'too slow without a cache',
    'has a bad Dockerfile',
    'op="<" ms=1 cache=cold',
    /The build took .* with --no-cache/,
  ],
  [
    'too slow with a cache',
    'has a sham Dockerfile',
    'op="<" ms=1 cache=warm',
    /The build took .* cache of a build just before/,
  ],
]);

export const goodShapes = goodShapesOf('build-time', 'has a good Dockerfile', [
  'ms=90000 cache=cold',
  'ms=90000 cache=warm',
]);
