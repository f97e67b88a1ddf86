import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('no-new-privileges', [
  ['it has to be root', 'needs to be root', '', /With --security-opt=no-new-privileges: /],
  [
    'it writes where only root may',
    'writes as root',
    '',
    /With --security-opt=no-new-privileges: POST \/tasks → 500/,
  ],
]);

export const goodShapes = goodShapesOf('no-new-privileges', 'can be watched');
