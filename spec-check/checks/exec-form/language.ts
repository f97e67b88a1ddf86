import type { CheckLanguage } from '../../model/language.ts';

const around =
  'cmd-instruction use dockerfile image container docker present instruction-name list it every instruction process signal';

export const language: CheckLanguage = {
  topics: ['exec form', 'cmd', 'entrypoint'],
  senses: [
    {
      says: 'exec-form cmd-instruction|use',
      with: around,
      rather: 'shell shell-form',
      params: () => ({}),
    },
    { says: 'shell-form cmd-instruction', not: 1, with: `${around} shell`, params: () => ({}) },
  ],
  examples: [
    'CMD uses exec form',
    '`CMD` in exec form (JSON array, no shell)',
    'ENTRYPOINT uses the exec form',
    'Use exec form for CMD',
  ],
};
