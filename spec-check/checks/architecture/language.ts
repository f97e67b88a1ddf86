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
  accepts: [
    ['The image is built for linux/amd64', { platforms: ['linux/amd64'] }],
    ['Image architecture is arm64', { platforms: ['linux/arm64'] }],
    ['The image supports amd64 and arm64', { platforms: ['linux/amd64', 'linux/arm64'] }],
    ['Runs on arm64', { platforms: ['linux/arm64'] }],
  ],
  refuses: [
    'Container builds on arm64',
    'Runs on arm64 with emulation',
    'Does not run on arm64',
    'The image is built for amd64 or arm64',
    'Multi-arch images are built',
    'CI runs on arm64',
  ],
};
