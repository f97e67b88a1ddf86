import type { Fault } from '../../model/fault.ts';

/** What the check must catch: on which image of `prove/`, and the words that say why. */
export const faults: readonly Fault[] = [
  {
    name: 'another base',
    image: 'is built on another base',
    promise: 'Base image is `python:3.13-slim`',
    says: /last stage builds on node:24-bookworm-slim/,
  },
  {
    name: 'nothing of the base is in it',
    image: 'takes nothing from the base that its first stage is built on',
    promise: 'Base image is `node:24-bookworm-slim`',
    says: /used by another stage, and nothing of it is in the image/,
  },
];
