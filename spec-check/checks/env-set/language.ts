import type { CheckLanguage, Values } from '../../model/language.ts';

const around =
  'image container dockerfile docker ours system it present contains variable environment env-line line argument now';

export const language: CheckLanguage = {
  topics: ['environment defaults'],
  senses: [
    {
      says: '{setting}+ present|contains|env-line|image|stated',
      with: around,
      params: (values: Values) => Object.fromEntries(values.all('setting')),
    },
  ],
  examples: [
    'Sets `NODE_ENV=production`',
    '`ENV NODE_ENV=production`',
    'The image sets `PYTHONUNBUFFERED=1` and `TZ=UTC`',
    '`NODE_ENV=production` is set in the Dockerfile',
  ],
};
