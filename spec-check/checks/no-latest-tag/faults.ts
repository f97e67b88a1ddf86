import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('no-latest-tag', [
  ['no tag', 'has a bad Dockerfile', '', /latest, or no tag.* node .line 2/],
  ['latest', 'has a sham Dockerfile', '', /node:latest/],
]);

export const goodShapes = goodShapesOf('no-latest-tag', 'has a good Dockerfile');
