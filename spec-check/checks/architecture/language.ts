import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'image container docker ours architecture run built-for support work start reachable target for present now';

export const language: CheckLanguage = {
  topics: ['architecture', 'architectures', 'platform', 'platforms'],
  senses: [
    {
      says: '{platform}+ multi-arch',
      with: `${around} build`,
      params: (values: Values) => ({ platforms: values.all('platform') }),
    },
    {
      says: '{platform}+ image|architecture|run|support|target|built-for',
      with: around,
      params: (values: Values) => ({ platforms: values.all('platform') }),
    },
  ],
  examples: [
    'The image is built for linux/amd64',
    'Image architecture is arm64',
    'The image supports amd64 and arm64',
    'Runs on arm64',
  ],
};
