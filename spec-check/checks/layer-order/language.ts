import type { CheckLanguage } from '../../model/language.ts';

const around =
  'layer dockerfile image docker ours system it instruction dependency production-dependency file package install copy first later cache separate build app code-file line argument use optimized {file} {code} now stage improve';

export const language: CheckLanguage = {
  topics: ['layer order', 'caching', 'layer caching', 'docker layer caching', 'build cache'],
  senses: [
    { says: 'layer-order', with: around, params: () => ({}) },
    {
      says: 'layer|instruction|dockerfile order cache|first',
      with: `${around} order`,
      params: () => ({}),
    },
    {
      says: 'dependency|package|production-dependency|{file} copy|install first file|app',
      with: around,
      params: () => ({}),
    },
    { says: 'install dependency|package separate layer', with: around, params: () => ({}) },
    { says: 'dependency layer cache separate', with: around, params: () => ({}) },
    { says: 'cache optimized dependency first', with: around, params: () => ({}) },
  ],
  examples: [
    'Layer order (dependencies before source)',
    'Layers ordered for caching',
    'Dependencies are installed before the source code is copied',
    'Installs dependencies in a separate layer from the application code',
  ],
};
