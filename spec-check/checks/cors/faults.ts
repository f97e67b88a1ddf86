import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('cors', [
  [
    'no headers',
    'ignores DATABASE_URL',
    'origin=http://localhost:4000',
    /Access-Control-Allow-Origin: .none/,
  ],
  ['another origin', 'logs too much', 'origin=localhost:4000', /OPTIONS .*localhost:5000/],
]);

export const goodShapes = goodShapesOf('cors', 'can be watched', ['origin=localhost:4000']);
