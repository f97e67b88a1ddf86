import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('tmpfs', [
  ['its program is hidden', 'ignores DATABASE_URL', 'paths=["/app"]', /With --tmpfs \/app: /],
  [
    'its packages are hidden',
    'ignores DATABASE_URL',
    'paths=["/tmp","/app/node_modules"]',
    /With --tmpfs \/tmp --tmpfs \/app\/node_modules: /,
  ],
]);

export const goodShapes = goodShapesOf('tmpfs', 'can be watched', ['paths=["/tmp","/run"]']);
