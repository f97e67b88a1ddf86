import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: [],
  senses: [
    {
      says: '{path} file present|carry image|container',
      with: 'ours docker inside now',
      params: (values: Values) => ({ path: values.one('path') }),
    },
    {
      says: 'copy {path} file',
      with: 'image container dockerfile app ours system it',
      params: (values: Values) => ({ path: values.one('path') }),
    },
  ],
  examples: [
    'The image contains the file `/app/server.js`',
    'The folder `/srv/data` exists in the container',
    'Copies the source code to `/srv`',
  ],
};
