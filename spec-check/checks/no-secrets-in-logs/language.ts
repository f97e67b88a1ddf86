import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['log hygiene'],
  senses: [
    {
      says: 'secret log|stdout',
      not: 1,
      with: 'container app ours stdout log carry show every or actor it system write',
      params: () => ({}),
    },
    { says: 'secret log avoid', with: 'container app ours carry', params: () => ({}) },
  ],
  examples: [
    'No secrets in logs',
    'Logs contain no passwords',
    'Secrets are never logged',
    'No credentials in the container logs',
  ],
};
