import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('user-exists', [
  ['no such user', 'has bad files', 'user=svc', /no svc/],
  [
    'another uid',
    'has busybox',
    'user=app uid={"op":">","value":20000}',
    /has app, with uid 10001/,
  ],
]);

export const goodShapes = goodShapesOf('user-exists', 'has good files', [
  'user=app uid={"op":">","value":10000}',
]);
