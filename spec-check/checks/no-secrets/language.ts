import type { CheckLanguage } from '../../model/language.ts';

const around =
  'image layer history container docker ours dockerfile carry hardcoded every actor or inside';

export const language: CheckLanguage = {
  topics: ['secrets', 'no secrets', 'credentials', 'secret management'],
  senses: [
    {
      says: 'secret image|layer|hardcoded|history|dockerfile',
      not: 1,
      with: around,
      params: () => ({}),
    },
    {
      says: 'secret avoid image|layer|hardcoded|history|dockerfile',
      with: around,
      params: () => ({}),
    },
    { says: 'image|layer|history free-of secret', with: around, params: () => ({}) },
    // Given when it runs: its value is not in the image.
    {
      says: '{variable} inject runtime',
      with: 'environment container docker-run variable',
      params: (values) => ({ variable: values.one('variable') }),
    },
    {
      says: 'database-url inject runtime',
      with: 'environment container docker-run variable',
      params: () => ({ variable: 'DATABASE_URL' }),
    },
  ],
  examples: [
    'No secrets in image',
    'Secrets are not baked into the image',
    'The image contains no credentials',
    'No hardcoded passwords',
  ],
};
