import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('file-in-image', [
  ['no such file', 'has bad files', 'path=/srv/main.js', /no \/srv\/main.js/],
  ['an empty folder', 'has bad files', 'path=/empty', /a folder \/empty .* no file/],
  ['other entries', 'has bad files', 'path=/themes count=3', /with 2 entries/],
  [
    'it is there, and should not be',
    'has bad files',
    'path=tests absent=true',
    /has a folder \/srv\/tests/,
  ],
]);

export const goodShapes = goodShapesOf('file-in-image', 'has good files', [
  'path=/srv/main.js',
  'path=main.js',
  'path=/themes count=2',
  'path=/srv/tests absent=true',
  'path=/srv',
]);
