import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'image container docker docker-build dockerfile ours system it build build-time stay now weigh succeed manner target limit finish work';

export const language: CheckLanguage = {
  topics: ['build time', 'build duration', 'build performance'],
  senses: [
    {
      says: '{ms} build|build-time|docker-build cold-cache',
      with: around,
      params: (values: Values) => limits(values, 'cold'),
    },
    {
      says: '{ms} build|build-time|docker-build warm-cache',
      with: around,
      params: (values: Values) => limits(values, 'warm'),
    },
    {
      says: '{ms} build|build-time|docker-build',
      with: around,
      asks: 'A build time with or without the cache? Say which: "without cache" or "with a warm cache"',
    },
  ],
  examples: [
    'Image builds within 5 minutes without cache',
    'Build time under 30 s with a warm cache',
  ],
};

function limits(values: Values, cache: 'cold' | 'warm') {
  return (values.one('ms') ?? []).map(({ op, value }) => ({ op, ms: value, cache }));
}
