import { faultsOf, goodShapesOf } from '../../model/fault.ts';

export const faults = faultsOf('openapi-page', [
  ['no document', 'stops soon', '', /No OpenAPI document is served/],
  ['no such page', 'ignores DATABASE_URL', 'path=/docs', /GET \/docs → 404/],
]);

export const goodShapes = goodShapesOf('openapi-page', 'can be watched', [
  '',
  'path=/docs',
  'path=/openapi.json',
]);
