import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('dockerfile-instruction', [
  [
    'it is only printed',
    'has a bad Dockerfile',
    'instruction=RUN contains="poetry install"',
    /No RUN of the build has poetry install/,
  ],
  ['it is a comment', 'has a bad Dockerfile', 'instruction=USER', /No USER of the build/],
  [
    'it is there, and should not be',
    'has a bad Dockerfile',
    'instruction=ADD absent=true',
    /The Dockerfile has ADD/,
  ],
]);

export const goodShapes = goodShapesOf('dockerfile-instruction', 'has a good Dockerfile', [
  'instruction=COPY contains=["package.json","server.js"]',
  'contains="npm ci"',
  'instruction=ADD absent=true',
]);
