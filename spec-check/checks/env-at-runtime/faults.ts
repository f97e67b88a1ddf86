import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('env-at-runtime', [
  ['the address of a service', 'has a bad Dockerfile', '', /ENV API_URL/],
  ['a token as build argument', 'has a sham Dockerfile', '', /ARG NPM_TOKEN/],
]);

export const goodShapes = goodShapesOf('env-at-runtime', 'has a good Dockerfile');
