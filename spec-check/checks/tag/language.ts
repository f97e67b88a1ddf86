import type { CheckLanguage, Values } from '../../model/language.ts';

const around = 'image container docker ours tag own every now with registry';

export const language: CheckLanguage = {
  topics: ['tag', 'tags', 'tagging', 'versioning'],
  senses: [
    { says: 'tag version', with: around, params: () => ({ form: 'version' }) },
    { says: 'tag commit', with: `${around} used`, params: () => ({ form: 'commit' }) },
    {
      says: 'tag {tag}',
      with: `${around} version`,
      params: (values: Values) => ({ tag: values.one('tag') }),
    },
  ],
  examples: [
    'The image is tagged with a semantic version',
    'The image is tagged with the git commit hash',
    'The image is tagged `1.4.0`',
    'Tag images with the version (e.g., shop:2.1.0)',
  ],
};
