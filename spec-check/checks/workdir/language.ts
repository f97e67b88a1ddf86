import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'workdir, working directory',
  with: 'image container dockerfile docker ours system it present use stated instruction instruction-name',
  senses: [
    { says: 'workdir {path}', with: 'argument line', params: { path: '{path}' } },
    { says: 'workdir' },
  ],
  examples: [
    '`WORKDIR /app`',
    'Has a WORKDIR',
    'Working directory is `/srv/api`',
    'WORKDIR is set to `/app`',
  ],
};
