import type { CheckLanguage } from '../../model/language.ts';

const around =
  'image container docker docker-build build ours system it every now identical commit answer twice manner run two';

export const language: CheckLanguage = {
  topics: ['reproducibility', 'reproducible builds'],
  senses: [
    { says: 'reproducible image|build|docker-build', with: around, params: () => ({}) },
    { says: 'build twice|commit identical', with: around, params: () => ({}) },
  ],
  examples: [
    'Builds are reproducible',
    'Container builds are reproducible: same commit yields identical images',
    'Reproducible image builds',
    'Building twice gives the identical image',
  ],
};
