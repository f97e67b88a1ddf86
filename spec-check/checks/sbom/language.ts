import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['sbom', 'supply chain'],
  senses: [
    {
      says: 'sbom present|image|attach|answer|build-time|resource_create',
      with: 'attach answer image container docker ours build system it every now present build-time resource_create release',
      params: () => ({}),
    },
  ],
  examples: [
    'SBOM generated',
    'An SBOM is attached to the image',
    'The image has an SBOM',
    'SBOM produced at build time',
  ],
};
