import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('no-shell', [
  ['a shell by a link', 'has bad files', '', /The image has \/bin\/sh/],
  ['busybox under its own name', 'has busybox', '', /busybox/],
]);

export const goodShapes = goodShapesOf('no-shell', 'has good files');
