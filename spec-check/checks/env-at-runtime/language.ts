import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: [],
  senses: [
    {
      says: 'configuration environment|variable',
      with: 'app container image ours read manner every connect inject used',
      params: () => ({}),
    },
    {
      says: 'variable|configuration read|connect|inject runtime',
      with: 'every image container app ours system it require now environment',
      rather: 'hardcoded carry image',
      params: () => ({}),
    },
    {
      says: 'variable|configuration runtime hardcoded',
      not: 1,
      with: 'every image container app ours system it read environment carry',
      params: () => ({}),
    },
  ],
  examples: [
    'All environment variables can be set at runtime',
    'Environment variables are injected at runtime',
    'Configuration is read from the environment at runtime',
    'All env vars settable at runtime (not baked in)',
  ],
};
