import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('pinned-base', [
  ['no tag', 'has a bad Dockerfile', '', /Not pinned to .* node .line 2/],
  ['latest', 'has a sham Dockerfile', '', /Not pinned to .* node:latest/],
  ['a tag that moves', 'pins by version', 'to=digest', /Not pinned to a digest/],
]);

export const goodShapes = goodShapesOf('pinned-base', 'has a good Dockerfile', ['to=exact']);
