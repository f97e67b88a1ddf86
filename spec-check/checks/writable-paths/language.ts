import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'writable path, writable directories',
  senses: [
    {
      says: 'only write|writable-path {path}+',
      with: 'image container app process ours system it file now docker write',
      params: { only: '{path}+' },
    },
  ],
  examples: ['Writes only to `/data` and `/tmp`', 'Only `/tmp` is writable'],
};
