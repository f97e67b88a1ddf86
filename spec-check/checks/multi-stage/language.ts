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
  accepts: [
    ['Multi-stage build'],
    ['Uses a multi-stage Dockerfile'],
    ['Multi-stage build (builder → runtime)'],
    ['The Dockerfile is multi-stage'],
    ['Multi-stage builds to reduce the image size'],
    ['The system must use a multi-stage Docker build with separate stages for build and runtime'],
    ['Implement multi-stage build'],
    ['Multi-stage build for smaller images'],
  ],
  refuses: [
    'No multi-stage build',
    'Single-stage build',
    'Multi-stage build where applicable',
    'Multi-stage deployment pipeline',
    'Multi-stage build is not needed',
    'Multi-stage build keeps the image lean',
  ],
};
