import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['signing', 'image signing'],
  senses: [
    {
      says: 'signature image|build-time|present',
      with: 'image container docker ours use system it every now build build-time registry present',
      params: () => ({}),
    },
    { says: 'signature manner|now', with: 'image container docker ours use', params: () => ({}) },
  ],
  accepts: [
    ['The image is signed'],
    ['Image is signed with cosign'],
    ['Images are signed at build time'],
  ],
  refuses: [
    'The image is not signed',
    'Commits are signed',
    'The tag is signed',
    'Image signature is optional',
  ],
};
