import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'reproducibility, reproducible build',
  with: 'image container docker docker-build build ours system it every now identical commit answer twice manner run two',
  senses: [
    { says: 'reproducible image|build|docker-build' },
    { says: 'build twice|commit identical' },
  ],
  examples: [
    'Builds are reproducible',
    'Container builds are reproducible: same commit yields identical images',
    'Reproducible image builds',
    'Building twice gives the identical image',
  ],
};
