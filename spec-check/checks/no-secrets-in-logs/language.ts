import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'log hygiene',
  with: 'container app ours carry',
  senses: [
    { says: 'secret log|stdout', not: 1, with: 'stdout log show every or actor it system write' },
    { says: 'secret log avoid' },
  ],
  examples: [
    'No secrets in logs',
    'Logs contain no passwords',
    'Secrets are never logged',
    'No credentials in the container logs',
  ],
};
