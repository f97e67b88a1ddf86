import type { CheckLanguage } from '../../model/language.ts';

const subject = 'image container app dockerfile docker system it ours process';

export const language: CheckLanguage = {
  topics: [
    'health check',
    'healthcheck',
    'docker health check',
    'container health',
    'health monitoring',
    'health checks',
    'monitoring',
    'docker healthcheck',
  ],
  senses: [
    {
      says: 'healthcheck',
      with: `${subject} present pass work instruction instruction-name use manner correctly health-tracking health-endpoint docker-ps status now become show inside healthy hardcoded container command every call`,
      params: (values) =>
        values.has('health-endpoint') && !values.has('health-tracking') && !values.has('hardcoded')
          ? []
          : values.has('health-tracking') && values.has('hardcoded')
            ? { endpoint: true }
            : {},
    },
    {
      says: 'healthcheck become|pass|work|show healthy',
      with: `${subject} instruction present status now docker-ps`,
      given: 'start runtime',
      params: () => ({}),
    },
    {
      says: 'healthcheck call {path}',
      with: `${subject} present instruction instruction-name method endpoint use health-endpoint`,
      params: () => ({}),
    },
    {
      says: 'container|image|docker-ps|docker|health-tracking become|docker-ps healthy',
      with: `${subject} later start-time now manner stated health-endpoint become show itself`,
      given: 'start runtime process ask docker-ps',
      params: () => ({}),
    },
    {
      says: 'container|docker|image|healthcheck|app unhealthy',
      with: `${subject} become now show`,
      when: 'frozen',
      params: () => ({}),
    },
    {
      says: 'hardcoded endpoint|healthcheck health-tracking',
      with: `${subject} healthcheck`,
      params: () => ({ endpoint: true }),
    },
  ],
  examples: [
    'The image declares a HEALTHCHECK',
    'Health check: Built-in endpoint for orchestrator monitoring',
    'Container becomes healthy',
    'HEALTHCHECK instruction in the Dockerfile',
  ],
};
