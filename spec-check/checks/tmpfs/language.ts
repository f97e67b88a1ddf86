import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: [],
  senses: [
    {
      says: 'tmpfs {path}+',
      with: 'container image app ours system it use file writable-path mount present tolerate run',
      params: (values: Values) => ({ paths: values.all('path') }),
    },
  ],
  examples: ['tmpfs on `/tmp`', 'Uses tmpfs for `/tmp` and `/run`'],
};
