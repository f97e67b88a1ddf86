import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('production-dependencies-only', [
  [
    'a package of development',
    'has bad files',
    '',
    /1 of 2 installed packages are for development only: \/srv\/node_modules\/jest/,
  ],
  ['a Python package of development', 'has busybox', '', /development only: pytest/],
]);

export const goodShapes = goodShapesOf('production-dependencies-only', 'has good files');
