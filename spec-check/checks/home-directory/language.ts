import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  senses: [
    { says: 'home-directory', with: 'user unprivileged present it system container own image' },
  ],
  examples: ['The user has a home directory'],
};
