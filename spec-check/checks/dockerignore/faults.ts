import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('dockerignore', [
  ['there is none', 'has a bad Dockerfile', '', /There is no .dockerignore/],
  [
    'a folder further down is sent',
    'has a sham Dockerfile',
    'entries=["node_modules"]',
    /lets through: web\/node_modules/,
  ],
  ['a file is sent', 'has a sham Dockerfile', 'entries=["*.md",".env"]', /lets through: .env/],
]);

export const goodShapes = goodShapesOf('dockerignore', 'has a good Dockerfile', [
  '',
  'entries=["node_modules",".env","*.log"]',
]);
