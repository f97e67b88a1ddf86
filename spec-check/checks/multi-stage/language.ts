import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics: 'multi stage, multi stage build, build stage',
  with: 'image container dockerfile docker ours system it use present build build-stage final-stage stage separate now instruction with runtime',
  senses: [
    {
      says: 'multi-stage',
      with: 'first later compile dependency start app copy install file production-dependency resource_create manner pattern follow',
    },
    { says: 'build-stage final-stage separate|stage' },
  ],
  examples: [
    'Multi-stage build',
    'Uses a multi-stage Dockerfile',
    'Multi-stage build (builder → runtime)',
    'The Dockerfile is multi-stage',
  ],
};
