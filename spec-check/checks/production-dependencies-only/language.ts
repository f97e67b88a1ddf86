import type { CheckLanguage } from '../../model/language.ts';

const around =
  'image container docker ours system it present install carry every file app now final-stage';

export const language: CheckLanguage = {
  topics: ['production dependencies', 'dependencies'],
  senses: [
    { says: 'only production-dependency', with: around, params: () => ({}) },
    {
      says: 'dev-dependency image|present|install|carry|final-stage',
      not: 1,
      with: around,
      params: () => ({}),
    },
    { says: 'dev-dependency exclude|avoid|dropped', with: around, params: () => ({}) },
  ],
  examples: [
    'Only production dependencies included',
    'Only runtime dependencies in the final image',
    'No dev dependencies in the image',
    'Installs production dependencies only',
  ],
};
