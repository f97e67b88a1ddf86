import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'exec form, cmd, entrypoint',
  with: 'cmd-instruction use dockerfile image container docker present instruction-name list it every instruction process signal',
  senses: [
    { says: 'exec-form cmd-instruction|use', rather: 'shell shell-form' },
    { says: 'shell-form cmd-instruction', not: 1, with: 'shell' },
  ],
  examples: [
    'CMD uses exec form',
    '`CMD` in exec form (JSON array, no shell)',
    'ENTRYPOINT uses the exec form',
    'Use exec form for CMD',
  ],
};
