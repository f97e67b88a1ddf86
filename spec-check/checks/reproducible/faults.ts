import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('reproducible', [
  [
    'the time of the build is in a file',
    'has a bad Dockerfile',
    '',
    /Layer .* differs between two builds/,
  ],
  [
    'something random is in a file',
    'has a sham Dockerfile',
    '',
    /Layer .* differs between two builds/,
  ],
]);

export const goodShapes = goodShapesOf('reproducible', {
  dockerfile: 'FROM scratch\nCOPY Dockerfile /\nCMD ["/none"]\n',
});
