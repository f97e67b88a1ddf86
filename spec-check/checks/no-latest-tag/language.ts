import type { CheckLanguage } from '../../model/language.ts';

const around =
  'image container dockerfile docker ours system it base-image use every tag exact-version version stage runtime-name pin now used file';

export const language: CheckLanguage = {
  topics: ['image tags', 'no latest', 'no latest tag'],
  senses: [
    { says: 'latest', not: 1, with: around, params: () => ({}) },
    { says: 'latest avoid', with: around, params: () => ({}) },
    {
      says: 'exact-version tag|pin|use',
      with: around,
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
