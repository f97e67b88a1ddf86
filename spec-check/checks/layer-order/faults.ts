import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('layer-order', [
  ['the whole tree first', 'has a bad Dockerfile', '', /Line \d+ copies code .* before line \d+/],
  ['a source file first', 'has a sham Dockerfile', '', /copies code .package.json, server.js/],
]);

export const goodShapes = goodShapesOf('layer-order', 'has a good Dockerfile');
