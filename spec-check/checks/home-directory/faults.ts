import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('home-directory', [
  ['a home that is not there', 'has bad files', '', /has no home directory/],
  ['a home that belongs to root', 'has busybox', '', /belongs to uid 0/],
]);

export const goodShapes = goodShapesOf('home-directory', 'has good files');
