import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'none',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: healthcheck-command contains=curl -->',
    says: /declares no HEALTHCHECK/,
  },
  {
    name: 'another program',
    image: 'has a Dockerfile that only looks right',
    promise: 'As it should be\n  <!-- check: healthcheck-command contains=curl -->',
    says: /HEALTHCHECK runs node/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'healthcheck-command holds',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: healthcheck-command contains="node -e" -->',
  },
];
