import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: [],
  senses: [
    {
      says: '{file}+ package present|install|carry image|container',
      with: 'ours docker now every inside image container package install',
      params: (values: Values) => ({ packages: values.all('file') }),
    },
    {
      says: '{file}+ install image|container',
      with: 'ours docker now inside install',
      params: (values: Values) => ({ packages: values.all('file') }),
    },
  ],
  examples: [
    'The package `curl` is installed in the image',
    '`tini` is installed in the container',
  ],
};
