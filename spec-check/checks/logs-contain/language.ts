import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: [],
  senses: [
    {
      says: 'log show {text}',
      with: 'container app image ours stdout system it start docker',
      params: (values: Values) => ({ text: values.one('text') }),
    },
  ],
  accepts: [
    ['Logs show "Server listening"', { text: 'Server listening' }],
    ['The container log contains "ready"', { text: 'ready' }],
  ],
  refuses: ['Logs do not show "error"', 'Logs show the version', 'The page shows "hello"'],
};
