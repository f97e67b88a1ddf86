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
  accepts: [
    ['The package `curl` is installed in the image', { packages: ['curl'] }],
    ['`tini` is installed in the container', { packages: ['tini'] }],
  ],
  refuses: [
    '`curl` is not installed in the image',
    'Packages are installed in the image',
    '`npm` is installed on the host',
  ],
};
