import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  senses: [
    {
      says: 'log show {text}',
      with: 'container app image ours stdout system it start docker',
      params: { text: '{text}' },
    },
  ],
  examples: ['Logs show "Server listening"', 'The container log contains "ready"'],
};
