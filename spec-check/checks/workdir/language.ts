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
  examples: [
    '`WORKDIR /app`',
    'Has a WORKDIR',
    'Working directory is `/srv/api`',
    'WORKDIR is set to `/app`',
  ],
};
