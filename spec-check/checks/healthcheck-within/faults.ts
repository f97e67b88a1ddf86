import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'none',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: healthcheck-within ms=20000 -->',
    says: /declares no HEALTHCHECK/,
  },
  {
    name: 'a long interval',
    image: 'ignores DATABASE_URL',
    promise: 'As it should be\n  <!-- check: healthcheck-within op="<" ms=2000 -->',
    says: /Not healthy/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'healthcheck-within holds',
    image: 'is as most are',
    promise: 'As it should be\n  <!-- check: healthcheck-within ms=60000 -->',
  },
];
