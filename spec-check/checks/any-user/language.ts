import type { CheckLanguage } from '../../model/language.ts';

const around =
  'image container app docker ours system it process run start work manner correctly now up tolerate even runtime';

export const language: CheckLanguage = {
  topics: [
    'any user',
    'any uid',
    'arbitrary user',
    'arbitrary uid',
    'arbitrary user ids',
    'random uid',
    'openshift',
    'user',
  ],
  senses: [
    {
      says: 'any-user run|start|work',
      with: around,
      given: 'any-user run start',
      params: () => ({}),
    },
    { says: 'any-uid image|container tolerate', with: `${around} support`, params: () => ({}) },
    { says: 'depend uid', not: 1, with: `${around} user own every`, params: () => ({}) },
  ],
  examples: [
    'Runs as any user',
    'Container works with an arbitrary UID',
    'Runs under a random user ID',
    'The image supports arbitrary user IDs',
  ],
};
