import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('healthcheck-command', [
  ['none', 'has a bad Dockerfile', 'contains=curl', /declares no HEALTHCHECK/],
  ['another program', 'has a sham Dockerfile', 'contains=curl', /HEALTHCHECK runs node/],
]);

export const goodShapes = goodShapesOf('healthcheck-command', 'has a good Dockerfile', [
  'contains="node -e"',
]);
