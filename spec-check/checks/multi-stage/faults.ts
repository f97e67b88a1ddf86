import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('multi-stage', [
  ['one stage', 'has a bad Dockerfile', '', /The Dockerfile has one stage/],
  [
    'the last stage starts from the one that builds',
    'has a sham Dockerfile',
    '',
    /takes nothing from a stage that it does not start from/,
  ],
]);

export const goodShapes = goodShapesOf('multi-stage', 'has a good Dockerfile', [
  'stages=["build","runtime"]',
]);
