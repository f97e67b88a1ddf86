import type { CheckLanguage } from '../../model/language.ts';

const around =
  'image container app docker ours system it process file-system read-only run start work manner correctly now tolerate use present root inside own';

export const language: CheckLanguage = {
  topics: [
    'read only',
    'read only filesystem',
    'read only file system it',
    'read only root filesystem',
    'read only root file system it',
    'read only root',
    'filesystem',
    'root filesystem',
    'file system it',
    'root file system it',
    'immutable filesystem',
  ],
  senses: [
    {
      says: 'read-only run|start|work|file-system|tolerate',
      with: `${around} answer`,
      params: (values) =>
        values.has('file-system') ||
        values.has('run') ||
        values.has('start') ||
        values.has('work') ||
        values.has('tolerate')
          ? {}
          : [],
    },
    { says: 'file-system write', not: 1, with: `${around} every`, params: () => ({}) },
  ],
  examples: [
    'Runs with a read-only root filesystem',
    'Container works with `--read-only`',
    'The root filesystem can be mounted read-only',
    'Read-only root filesystem',
  ],
};
