import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: [],
  senses: [
    {
      says: 'home-directory',
      with: 'user unprivileged present it system container own image',
      params: () => ({}),
    },
  ],
  examples: ['The user has a home directory'],
};
