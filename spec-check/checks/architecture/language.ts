import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'architecture, platform',
  with: 'image container docker ours architecture run built-for support work start reachable target for present now',
  senses: [
    { says: '{platform}+ multi-arch', with: 'build', params: { platforms: '{platform}+' } },
    {
      says: '{platform}+ image|architecture|run|support|target|built-for',
      params: { platforms: '{platform}+' },
    },
  ],
  examples: [
    'The image is built for linux/amd64',
    'Image architecture is arm64',
    'The image supports amd64 and arm64',
    'Runs on arm64',
  ],
};
