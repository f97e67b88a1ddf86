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
  accepts: [
    ['The image contains the file `/app/server.js`', { path: '/app/server.js' }],
    ['The folder `/srv/data` exists in the container', { path: '/srv/data' }],
    ['Copies the source code to `/srv`', { path: '/srv' }],
  ],
  refuses: [
    'The image does not contain the file `/app/.env`',
    'The file `/app/x` is writable',
    'The database contains the file `/x`',
  ],
};
