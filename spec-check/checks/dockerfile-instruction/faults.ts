import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'it is only printed',
    image: 'has a Dockerfile that does nothing right',
    promise:
      'As it should be\n  <!-- check: dockerfile-instruction instruction=RUN contains="poetry install" -->',
    says: /No RUN of the build has poetry install/,
  },
  {
    name: 'it is a comment',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: dockerfile-instruction instruction=USER -->',
    says: /No USER of the build/,
  },
  {
    name: 'it is there, and should not be',
    image: 'has a Dockerfile that does nothing right',
    promise:
      'As it should be\n  <!-- check: dockerfile-instruction instruction=ADD absent=true -->',
    says: /The Dockerfile has ADD/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'dockerfile-instruction holds',
    image: 'has a Dockerfile as it should be',
    promise:
      'As it should be\n  <!-- check: dockerfile-instruction instruction=COPY contains=["package.json","server.js"] -->',
  },
  {
    name: 'dockerfile-instruction holds 2',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: dockerfile-instruction contains="npm ci" -->',
  },
  {
    name: 'dockerfile-instruction holds 3',
    image: 'has a Dockerfile as it should be',
    promise:
      'As it should be\n  <!-- check: dockerfile-instruction instruction=ADD absent=true -->',
  },
];
