import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'image container dockerfile docker ours system it stage final-stage used base-image target now every official';

export const language: CheckLanguage = {
  topics: ['base image', 'base', 'choice', 'parent image'],
  senses: [
    {
      says: '{image} base-image|used|build',
      with: `${around} run build stated runtime-version first variant`,
      params: named,
    },
    {
      says: '{image} runtime-version image|used',
      with: `${around} runtime-version`,
      params: named,
    },
    { says: 'image used runtime-name|{image}', with: `${around} variant`, params: named },
  ],
  examples: [
    '**Base image**: node:24-bookworm-slim',
    'Base image is `node:24-bookworm-slim`',
    'Built on `python:3.13-slim`',
    'Uses Python 3.11 slim image',
  ],
};

/** `Node 20` alone names a runtime, `Node 20 slim` and "base image: Node 20" an image. */
function named(values: Values) {
  return values.has('{runtime}') && !values.has('base-image') ? [] : { image: values.one('image') };
}
