import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: [],
  senses: [
    {
      says: 'zombie',
      not: 1,
      with: 'container app process ours system it run carry every there across {ms-only} measured inside leave',
      params: (values: Values) =>
        values.one('ms-only') === undefined ? {} : { durationMs: values.one('ms-only') },
    },
    { says: 'zombie reap', with: 'container app process ours system it init', params: () => ({}) },
  ],
  accepts: [
    ['No zombie processes', {}],
    ['Zombie processes are reaped', {}],
    ['No zombie processes (24-hour run test)', { durationMs: 86_400_000 }],
  ],
  refuses: ['Zombie processes remain', 'No zombie processes on the host'],
};
