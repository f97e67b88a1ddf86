import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  senses: [
    {
      says: 'tmpfs {path}+',
      with: 'container image app ours system it use file writable-path mount present tolerate run',
      params: { paths: '{path}+' },
    },
  ],
  examples: ['tmpfs on `/tmp`', 'Uses tmpfs for `/tmp` and `/run`'],
};
