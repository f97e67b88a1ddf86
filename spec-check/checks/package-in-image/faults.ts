import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('package-in-image', [
  [
    'not installed',
    'has bad files',
    'packages=["postgresql-client"]',
    /does not have postgresql-client/,
  ],
  [
    'it is there, and should not be',
    'has bad files',
    'packages=["jest","curl"] absent=true',
    /has jest 30/,
  ],
]);

export const goodShapes = goodShapesOf('package-in-image', 'has good files', [
  'packages=["express"]',
  'packages=["jest","curl"] absent=true',
]);
