import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'image container dockerfile docker ours system it present use stated instruction argument line instruction-name';

export const language: CheckLanguage = {
  topics: ['workdir', 'working directory'],
  senses: [
    {
      says: 'workdir {path}',
      with: around,
      params: (values: Values) => ({ path: values.one('path') }),
    },
    { says: 'workdir', with: around.replace(' argument line', ''), params: () => ({}) },
  ],
  accepts: [
    ['`WORKDIR /app`', { path: '/app' }],
    ['Has a WORKDIR', {}],
    ['Working directory is `/srv/api`', { path: '/srv/api' }],
    ['WORKDIR is set to `/app`', { path: '/app' }],
  ],
  refuses: [
    'WORKDIR is not set',
    'No WORKDIR',
    'The working directory is clean',
    'Workdir is writable',
  ],
};
