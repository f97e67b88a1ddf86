import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'no new privilege',
  with: 'container app process ours system it run work tolerate present',
  senses: [
    { says: 'privilege-escalation', not: 1, with: 'every possible now' },
    { says: 'no-new-privileges' },
    { says: 'no-new-privileges-option run|work|start|set|present', with: 'manner' },
  ],
  examples: [
    'No privilege escalation',
    'The container runs without new privileges',
    'Works with `--security-opt no-new-privileges`',
    'Privilege escalation is not allowed',
  ],
};
