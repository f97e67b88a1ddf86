import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'layer order, caching, layer caching, docker layer caching, build cache',
  with: 'layer dockerfile image docker ours system it instruction dependency production-dependency file package install copy first later cache separate build app code-file line argument use optimized {file} {code} now stage improve',
  senses: [
    { says: 'layer-order' },
    { says: 'layer|instruction|dockerfile order cache|first', with: 'order' },
    { says: 'dependency|package|production-dependency|{file} copy|install first file|app' },
    { says: 'install dependency|package separate layer' },
    { says: 'dependency layer cache separate' },
    { says: 'cache optimized dependency first' },
  ],
  examples: [
    'Layer order (dependencies before source)',
    'Layers ordered for caching',
    'Dependencies are installed before the source code is copied',
    'Installs dependencies in a separate layer from the application code',
  ],
};
