import { noCapability, restricted } from '../../measuring/restricted-run.ts';
import { defineCheck } from '../../model/check.ts';

export const noCapabilities = defineCheck({
  title: 'Runs without Linux capabilities',
  ...restricted('--cap-drop ALL and no-new-privileges', () => noCapability),
  language: {
    with: 'image container app docker ours system it process run start work manner correctly now every runtime tolerate cap-drop support default',
    senses: [
      { says: 'capability dropped' },
      { says: 'cap-drop', with: 'dropped' },
      { says: 'capability', not: 1, with: 'need' },
    ],
    examples: ['Runs with all capabilities dropped', 'Drop all capabilities'],
  },
  faults: [
    ['it needs CAP_SETUID', 'switches-user', '', /--cap-drop ALL .* exited[\s\S]*takes CAP_SETUID/],
    ['root writes where it may not', 'private-folder', '', /bound by permissions/],
  ],
});
