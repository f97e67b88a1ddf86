import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('no-secrets-in-logs', [
  ['the token of a request', 'logs too much', '', /In the logs: the token of a request/],
  [
    'the URL of its database',
    'logs its failures',
    '',
    /In the logs: .*the password of the database/,
  ],
]);

export const goodShapes = goodShapesOf('no-secrets-in-logs', 'can be watched');
