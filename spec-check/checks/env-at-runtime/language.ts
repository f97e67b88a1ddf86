import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  with: 'app container image ours read every system it environment',
  senses: [
    { says: 'configuration environment|variable', with: 'manner connect inject used' },
    {
      says: 'variable|configuration read|connect|inject runtime',
      with: 'require now',
      rather: 'hardcoded carry image',
    },
    { says: 'variable|configuration runtime hardcoded', not: 1, with: 'carry' },
  ],
  examples: [
    'All environment variables can be set at runtime',
    'Environment variables are injected at runtime',
    'Configuration is read from the environment at runtime',
    'All env vars settable at runtime (not baked in)',
  ],
};
