import type { CheckLanguage, Values } from '../../model/language.ts';

const around = 'image container app process ours system it file now docker write';

export const language: CheckLanguage = {
  topics: ['writable paths', 'writable directories'],
  senses: [
    {
      says: 'only write|writable-path {path}+',
      with: around,
      params: (values: Values) => ({ only: values.all('path') }),
    },
  ],
  examples: ['Writes only to `/data` and `/tmp`', 'Only `/tmp` is writable'],
};
