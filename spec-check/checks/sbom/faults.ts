import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('sbom', [
  ['no list at all', 'has bad files', '', /lists no package/],
  ['an empty list', 'has busybox', '', /lists no package/],
]);

export const goodShapes = goodShapesOf('sbom', 'has good files');
