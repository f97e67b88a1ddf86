import type { CheckLanguage } from '../../model/language.ts';

const around =
  'image container dockerfile docker ours system it use present build build-stage final-stage stage separate now instruction with runtime';

export const language: CheckLanguage = {
  topics: ['multi-stage', 'multi stage', 'multi stage build', 'multi-stage build', 'build stages'],
  senses: [
    {
      says: 'multi-stage',
      with: `${around} first later compile dependency start app copy install file production-dependency resource_create manner pattern follow`,
      params: () => ({}),
    },
    { says: 'build-stage final-stage separate|stage', with: around, params: () => ({}) },
  ],
  examples: [
    'Multi-stage build',
    'Uses a multi-stage Dockerfile',
    'Multi-stage build (builder → runtime)',
    'The Dockerfile is multi-stage',
  ],
};
