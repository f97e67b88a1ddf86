import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'production dependencies, dependencies',
  with: 'image container docker ours system it present install carry every file app now final-stage',
  senses: [
    { says: 'only production-dependency' },
    { says: 'dev-dependency image|present|install|carry|final-stage', not: 1 },
    { says: 'dev-dependency exclude|avoid|dropped' },
  ],
  examples: [
    'Only production dependencies included',
    'Only runtime dependencies in the final image',
    'No dev dependencies in the image',
    'Installs production dependencies only',
  ],
};
