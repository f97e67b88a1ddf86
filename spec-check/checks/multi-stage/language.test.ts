import { testLanguage } from '../tests/test-language.ts';
import { multiStage } from './check.ts';

testLanguage(multiStage, {
  accepts: [
    ['Multi-stage builds are mandatory', {}],
    ['FR-002 (B): System MUST use multi-stage Docker builds', {}],
    ['Dockerfile uses multi-stage build (deps + release)', {}],
    ['Multi-stage build (deps -> build -> runner)', {}],
    ['Multi-stage build (build tools separate from runtime)', {}],
    ['T004 [P] Create Dockerfile with multi-stage build', {}],
    ['Multi-stage build, reducing the attack surface', {}],
    ['Multi-stage build'],
    ['Uses a multi-stage Dockerfile'],
    ['Multi-stage build (builder → runtime)'],
    ['The Dockerfile is multi-stage'],
    ['Multi-stage builds to reduce the image size'],
    ['The system must use a multi-stage Docker build with separate stages for build and runtime'],
    ['Implement multi-stage build'],
    ['Multi-stage build for smaller images'],
    ['Dockerfile uses multi-stage builds (smaller images)', {}],
  ],
  refuses: [
    'Multi-stage builds are not mandatory',
    'Multi-stage build (under 5 MB + more)',
    'Multi-stage build (deps -> build, not in CI)',
    'Multi-stage build with build tools in the image',
    'Multi-stage build that reduces nothing',
    'No multi-stage build',
    'Single-stage build',
    'Multi-stage build where applicable',
    'Multi-stage deployment pipeline',
    'Multi-stage build is not needed',
    'Multi-stage build keeps the image lean',
    'Multi-stage build with no slim stage',
    'Multi-stage build keeps image lean',
  ],
});
