import { denied, type Restriction, restricted } from '../../measuring/restricted-run.ts';
import { defineCheck } from '../../model/check.ts';

export const noCapability: Restriction = {
  options: [['--cap-drop', 'ALL'], ['--security-opt=no-new-privileges']],
  causes: [
    [
      /setuid|setgid|setgroups|initgroups|su-exec|gosu|switch user|change user/i,
      'It starts as root and changes its user by itself, which takes CAP_SETUID and CAP_SETGID.',
    ],
    [/chown/i, 'It changes the owner of files when it starts, which takes CAP_CHOWN.'],
    [denied, 'Without its capabilities, root is bound by permissions on files too.'],
    [/^/, 'It needs a capability.'],
  ],
  fix: 'Set USER in the Dockerfile, own the files at build time (COPY --chown), and listen on a port above 1023.',
};

export const noCapabilities = defineCheck({
  title: 'Runs without Linux capabilities',
  ...restricted('--cap-drop ALL and no-new-privileges', () => noCapability),
  language: {
    with: 'image container app docker ours system it process run start work manner correctly now every runtime tolerate cap-drop support default docker-ps show',
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
