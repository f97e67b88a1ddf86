import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics:
    'any user, any uid, arbitrary user, arbitrary uid, arbitrary user id, random uid, openshift, user',
  with: 'image container app docker ours system it process run start work manner correctly now up tolerate even runtime',
  senses: [
    { says: 'any-user run|start|work', given: 'any-user run start' },
    { says: 'any-uid image|container tolerate', with: 'support' },
    { says: 'depend uid', not: 1, with: 'user own every' },
  ],
  examples: [
    'Runs as any user',
    'Container works with an arbitrary UID',
    'Runs under a random user ID',
    'The image supports arbitrary user IDs',
  ],
};
