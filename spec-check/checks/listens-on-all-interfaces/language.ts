import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: ['bind address', 'network binding'],
  senses: [
    {
      says: 'all-interfaces listen|use',
      with: 'app container process ours system it listen port host address every now docker',
      rather: 'localhost',
      params: () => ({}),
    },
    {
      says: 'localhost listen',
      not: 1,
      with: 'app container process ours system it only',
      params: (values) => (values.has('only') ? {} : []),
    },
  ],
  examples: [
    'Listens on `0.0.0.0`',
    'Application listens on all interfaces',
    'The server binds to 0.0.0.0 (not 127.0.0.1)',
    'Binds to 0.0.0.0',
  ],
};
