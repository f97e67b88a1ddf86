import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'tag, tagging, versioning',
  with: 'image container docker ours tag own every now with registry',
  senses: [
    { says: 'tag version', params: { form: 'version' } },
    { says: 'tag commit', with: 'used', params: { form: 'commit' } },
    { says: 'tag {tag}', with: 'version', params: { tag: '{tag}' } },
  ],
  examples: [
    'The image is tagged with a semantic version',
    'The image is tagged with the git commit hash',
    'The image is tagged `1.4.0`',
    'Tag images with the version (e.g., shop:2.1.0)',
  ],
};
