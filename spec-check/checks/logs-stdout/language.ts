import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'logging, log, structured logging',
  with: 'log stdout structured container app image process ours system it write every send now use answer docker connect format',
  senses: [
    { says: 'log stdout', params: (values) => (values.has('structured') ? { json: true } : {}) },
    { says: 'structured log stdout|write|app|container', params: { json: true } },
  ],
  examples: [
    'Logs go to stdout',
    'Logs are written to stdout as JSON',
    'Logging to stdout/stderr',
    'JSON structured logs on stdout',
  ],
};
