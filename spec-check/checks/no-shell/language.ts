import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['no shell'],
  senses: [
    {
      says: 'shell',
      not: 1,
      with: 'image container ours docker present inside carry reachable it system final-stage every package or',
      params: (values) => (values.has('cmd-instruction') ? [] : {}),
    },
  ],
  examples: [
    'No shell in the image',
    'The container has no shell',
    'The final image contains no shell',
  ],
};
