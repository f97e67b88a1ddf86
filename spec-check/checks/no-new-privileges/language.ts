import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['no new privileges'],
  senses: [
    {
      says: 'privilege-escalation',
      not: 1,
      with: 'container app process ours system it run work tolerate every possible now present',
      params: () => ({}),
    },
    {
      says: 'no-new-privileges',
      with: 'container app process ours system it run work tolerate present',
      params: () => ({}),
    },
    {
      says: 'no-new-privileges-option run|work|start|set|present',
      with: 'container app process ours system it manner',
      params: () => ({}),
    },
  ],
  examples: [
    'No privilege escalation',
    'The container runs without new privileges',
    'Works with `--security-opt no-new-privileges`',
    'Privilege escalation is not allowed',
  ],
};
