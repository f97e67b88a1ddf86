import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'image tag, no latest, no latest tag',
  with: 'image container dockerfile docker ours system it base-image use every tag exact-version version stage runtime-name pin now used file',
  senses: [
    { says: 'latest', not: 1 },
    { says: 'latest avoid' },
    {
      says: 'exact-version tag|pin|use',
      rather: 'latest',
      params: (values) =>
        values.has('tag') && !values.has('base-image') && !values.has('image') ? {} : [],
    },
  ],
  examples: [
    'No `latest` tag',
    'Use exact version tags (never `:latest`)',
    'Does not use the latest tag',
    'Specific tags, not :latest',
  ],
};
