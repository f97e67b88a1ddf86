import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('healthcheck-within', [
  ['none', 'has a bad Dockerfile', 'ms=20000', /declares no HEALTHCHECK/],
  ['a long interval', 'ignores DATABASE_URL', 'op="<" ms=2000', /Not healthy/],
]);

export const goodShapes = goodShapesOf('healthcheck-within', 'is as most are', ['ms=60000']);
