import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('cmd', [
  [
    'another program',
    'has a bad Dockerfile',
    'contains="node main.js"',
    /does not start with node main.js/,
  ],
  ['another CMD', 'has a sham Dockerfile', 'cmd=["node","server.js"]', /does not start with CMD/],
]);

export const goodShapes = goodShapesOf('cmd', 'has a good Dockerfile', [
  'cmd=["node","server.js"]',
  'contains="node server.js"',
]);
