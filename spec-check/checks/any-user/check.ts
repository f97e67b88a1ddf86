import { restricted, unknownUser } from '../../measuring/restricted-run.ts';
import { defineCheck } from '../../model/check.ts';

export const anyUser = defineCheck({
  title: 'Runs as any user',
  ...restricted('a random --user that no image knows and group 0', () => unknownUser()),
  language: {
    with: 'image container app docker ours system it process run start work manner correctly now up tolerate even runtime',
    senses: [
      { says: 'any-user run|start|work', given: 'any-user run start' },
      { says: 'any-uid image|container tolerate', with: 'support' },
      { says: 'depend uid', not: 1, with: 'user own every' },
    ],
    examples: ['Runs as any user', 'Runs under a random user ID'],
  },
  faults: [
    ['it looks its own user up', 'in-memory', '', /With --user \d+: [\s\S]*looks its own user up/],
    ['a folder of one user', 'private-folder', '', /used only by the user it was built for/],
  ],
  describe: () =>
    'with a random --user N it starts, answers, and creates, updates and deletes a row',
});
