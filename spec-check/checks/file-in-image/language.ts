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
    {
      says: '{file} image|container',
      not: 1,
      with: 'file present carry exist ours docker inside',
      params: (values: Values) => ({
        // A hidden file is none of the project's parts that have a place.
        path: values.one('file')?.replace(/^(?=\.\w)/, '**/'),
        absent: true,
      }),
    },
  ],
  examples: [
    'The image contains the file `/app/server.js`',
    'The folder `/srv/data` exists in the container',
    'Copies the source code to `/srv`',
  ],
};
