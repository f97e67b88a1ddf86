import type { CheckLanguage } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics:
    'health check, healthcheck, docker health check, container health, health monitoring, monitoring, docker healthcheck',
  with: 'image container app dockerfile docker system it ours process now become show',
  senses: [
    {
      says: 'healthcheck',
      with: 'present pass work instruction instruction-name use manner correctly health-tracking health-endpoint docker-ps status inside healthy hardcoded command every call',
      params: (values) =>
        values.has('health-endpoint') && !values.has('health-tracking') && !values.has('hardcoded')
          ? []
          : values.has('health-tracking') && values.has('hardcoded')
            ? { endpoint: true }
            : {},
    },
    {
      says: 'healthcheck become|pass|work|show healthy',
      with: 'instruction present status docker-ps',
      given: 'start runtime',
    },
    {
      says: 'healthcheck call {path}',
      with: 'present instruction instruction-name method endpoint use health-endpoint',
    },
    {
      says: 'container|image|docker-ps|docker|health-tracking become|docker-ps healthy',
      with: 'later start-time manner stated health-endpoint itself',
      given: 'start runtime process ask docker-ps',
    },
    { says: 'container|docker|image|healthcheck|app unhealthy', when: 'frozen' },
    {
      says: 'hardcoded endpoint|healthcheck health-tracking',
      with: 'healthcheck',
      params: { endpoint: true },
    },
  ],
  examples: [
    'The image declares a HEALTHCHECK',
    'Health check: Built-in endpoint for orchestrator monitoring',
    'Container becomes healthy',
    'HEALTHCHECK instruction in the Dockerfile',
  ],
};
