import { restricted } from '../../measuring/restricted-run.ts';
import { defineCheck } from '../../model/check.ts';

export const noNewPrivileges = defineCheck({
  title: 'Runs with no-new-privileges',
  ...restricted('no-new-privileges', () => ({
    options: [['--security-opt=no-new-privileges']],
    causes: [[/^/, 'It starts a program that takes more rights than its user has (setuid, sudo).']],
    fix: 'Start as the user that the program needs, and leave sudo and setuid programs out of the image.',
  })),
  language: {
    with: 'docker-ps show container app process ours system it run work tolerate present no-new-privileges-option',
    senses: [
      { says: 'privilege-escalation', not: 1, with: 'every possible now' },
      { says: 'privilege-escalation avoid|dropped', with: 'now' },
      { says: 'no-new-privileges|no-new-privileges-option', with: 'start manner configuration' },
    ],
    examples: ['No privilege escalation', 'Privilege escalation is not allowed'],
  },
  faults: [
    ['it has to be root', 'needs-root', '', /With --security-opt=no-new-privileges: /],
    ['it writes as root', 'writes-to-root', '', /no-new-privileges: POST \/tasks → 500/],
  ],
  goodShapes: [['observable']],
});
