import { randomInt } from 'node:crypto';
import { denied, type Restriction, restricted } from '../../measuring/restricted-run.ts';
import { defineCheck } from '../../model/check.ts';

/** A uid that no image knows, inside the range that engines with mapped user ids have too. */
export const unknownUser = (uid = randomInt(30_000, 60_000)): Restriction => ({
  // As OpenShift does, and Docker where only a uid is given: group 0.
  options: [['--user', String(uid)]],
  causes: [
    [
      /getpwuid|no (?:such )?user|uv_os_get_passwd|userInfo|ENOENT[^\n]*passwd|unknown user|no matching entries/i,
      'It looks its own user up in /etc/passwd, and this one is not there.',
    ],
    [denied, 'A file that it needs may be used only by the user it was built for.'],
    [/^/, 'It needs the user that it was built for.'],
  ],
  fix: 'Make the files that it reads readable to all (chmod a+rX), and let it write only to a tmpfs or a volume.',
});

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
