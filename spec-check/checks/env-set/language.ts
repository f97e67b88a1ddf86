import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'environment default',
  senses: [
    {
      says: '{setting}+ present|contains|env-line|image|stated',
      with: 'image container dockerfile docker ours system it present contains variable environment env-line line argument now',
      params: (values) => Object.fromEntries(values.all('setting')),
    },
  ],
  examples: [
    'Sets `NODE_ENV=production`',
    '`ENV NODE_ENV=production`',
    'The image sets `PYTHONUNBUFFERED=1` and `TZ=UTC`',
    '`NODE_ENV=production` is set in the Dockerfile',
  ],
};
