import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'secret, no secret, credential, secret management',
  with: 'image layer history container docker ours dockerfile carry hardcoded every actor or inside',
  senses: [
    { says: 'secret image|layer|hardcoded|history|dockerfile', not: 1 },
    { says: 'secret avoid image|layer|hardcoded|history|dockerfile' },
    { says: 'image|layer|history free-of secret' },
    // Given when it runs: its value is not in the image.
    {
      says: '{variable} inject runtime',
      with: 'environment docker-run variable',
      params: { variable: '{variable}' },
    },
    {
      says: 'database-url inject runtime',
      with: 'environment docker-run variable',
      params: { variable: 'DATABASE_URL' },
    },
  ],
  examples: [
    'No secrets in image',
    'Secrets are not baked into the image',
    'The image contains no credentials',
    'No hardcoded passwords',
  ],
};
