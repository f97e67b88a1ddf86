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
  accepts: [
    ['Runs with a read-only root filesystem', {}],
    ['Container works with `--read-only`', {}],
    ['The root filesystem can be mounted read-only', {}],
    ['Read-only root filesystem', {}],
    ['Supports a read-only file system it', {}],
    ['The container filesystem is read-only', {}],
    ['The API does not write to its own file system it', {}],
  ],
  refuses: [
    'Runs with a writable filesystem',
    'Does not run with a read-only filesystem',
    'Runs with a read-only filesystem except /tmp',
    'The database is read-only',
    'The API is read-only',
    'Runs with a read-only database user',
    'Config files are mounted read-only',
  ],
};
