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
  examples: ['Logs show "Server listening"', 'The container log contains "ready"'],
};
