import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: [],
  senses: [
    {
      says: 'error log',
      not: 1,
      with: 'container app image ours system it stdout docker show carry every start',
      given: 'start',
      params: () => ({}),
    },
  ],
  examples: [
    'No errors in the logs',
    'Container logs show no errors',
    'Logs contain no exceptions',
  ],
};
