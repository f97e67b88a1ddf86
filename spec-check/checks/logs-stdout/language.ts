import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'log stdout structured container app image process ours system it write every send now use answer docker connect format';

export const language: CheckLanguage = {
  topics: ['logging', 'logs', 'structured logging'],
  senses: [
    {
      says: 'log stdout',
      with: around,
      params: (values: Values) => (values.has('structured') ? { json: true } : {}),
    },
    {
      says: 'structured log stdout|write|app|container',
      with: around,
      params: () => ({ json: true }),
    },
  ],
  examples: [
    'Logs go to stdout',
    'Logs are written to stdout as JSON',
    'Logging to stdout/stderr',
    'JSON structured logs on stdout',
  ],
};
