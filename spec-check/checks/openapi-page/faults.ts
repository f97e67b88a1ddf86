import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'no document',
    image: 'stops soon after its start, and has no document',
    promise: 'As it should be\n  <!-- check: openapi-page -->',
    says: /No OpenAPI document is served/,
  },
  {
    name: 'no such page',
    image: 'ignores DATABASE_URL',
    promise: 'As it should be\n  <!-- check: openapi-page path=/docs -->',
    says: /GET \/docs → 404/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'openapi-page holds',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: openapi-page -->',
  },
  {
    name: 'openapi-page holds 2',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: openapi-page path=/docs -->',
  },
  {
    name: 'openapi-page holds 3',
    image: 'can be watched: metrics, documentation, JSON logs, another origin',
    promise: 'As it should be\n  <!-- check: openapi-page path=/openapi.json -->',
  },
];
