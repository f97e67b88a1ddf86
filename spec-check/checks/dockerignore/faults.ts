import type { Fault, GoodShape } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'there is none',
    image: 'has a Dockerfile that does nothing right',
    promise: 'As it should be\n  <!-- check: dockerignore -->',
    says: /There is no .dockerignore/,
  },
  {
    name: 'a folder further down is sent',
    image: 'has a Dockerfile that only looks right',
    promise: 'As it should be\n  <!-- check: dockerignore entries=["node_modules"] -->',
    says: /lets through: web\/node_modules/,
  },
  {
    name: 'a file is sent',
    image: 'has a Dockerfile that only looks right',
    promise: 'As it should be\n  <!-- check: dockerignore entries=["*.md",".env"] -->',
    says: /lets through: .env/,
  },
];

/** What the check must pass. */
export const goodShapes: readonly GoodShape[] = [
  {
    name: 'dockerignore holds',
    image: 'has a Dockerfile as it should be',
    promise: 'As it should be\n  <!-- check: dockerignore -->',
  },
  {
    name: 'dockerignore holds 2',
    image: 'has a Dockerfile as it should be',
    promise:
      'As it should be\n  <!-- check: dockerignore entries=["node_modules",".env","*.log"] -->',
  },
];
