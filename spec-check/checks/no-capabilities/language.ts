import type { CheckLanguage } from '../../model/language.ts';

const around =
  'image container app docker ours system it process run start work manner correctly now every runtime tolerate cap-drop support';

export const language: CheckLanguage = {
  topics: [
    'capabilities',
    'linux capabilities',
    'no capabilities',
    'dropped capabilities',
    'least privilege',
    'privileges',
    'no new privileges',
  ],
  senses: [
    { says: 'capability dropped every', with: around, params: () => ({}) },
    { says: 'capability', not: 1, with: `${around} need`, params: () => ({}) },
    { says: 'cap-drop run|work|start|support|tolerate', with: around, params: () => ({}) },
    { says: 'run|work dropped capability', with: around, params: () => ({}) },
  ],
  examples: [
    'Runs with all capabilities dropped',
    'Works with `--cap-drop ALL`',
    'The container needs no Linux capabilities',
    'Drop all capabilities',
  ],
};
