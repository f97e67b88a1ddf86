import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  with: 'ours docker now inside install',
  senses: [
    {
      says: '{file}+ package present|install|carry image|container',
      with: 'every image container package',
      params: { packages: '{file}+' },
    },
    { says: '{file}+ install image|container', params: { packages: '{file}+' } },
  ],
  examples: [
    'The package `curl` is installed in the image',
    '`tini` is installed in the container',
  ],
};
