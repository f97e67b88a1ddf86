import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics:
    'capabilities, linux capabilities, no capabilities, dropped capabilities, least privilege, privilege, no new privilege',
  with: 'image container app docker ours system it process run start work manner correctly now every runtime tolerate cap-drop support',
  senses: [
    { says: 'capability dropped every' },
    { says: 'capability', not: 1, with: 'need' },
    { says: 'cap-drop run|work|start|support|tolerate' },
    { says: 'run|work dropped capability' },
  ],
  examples: [
    'Runs with all capabilities dropped',
    'Works with `--cap-drop ALL`',
    'The container needs no Linux capabilities',
    'Drop all capabilities',
  ],
};
