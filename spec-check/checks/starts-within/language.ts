import type { CheckLanguage, Values } from '../../model/language.ts';
import { upperBounds } from '../../model/limit.ts';

const around =
  'image container app process docker ours system it start up start-time now manner stay docker-run first answer accept reachable target limit listen weigh http-word call';

export const language: CheckLanguage = {
  topics: [
    'startup time',
    'startup',
    'start time',
    'start up time',
    'start up',
    'cold start',
    'boot time',
    'container startup',
    'startup performance',
  ],
  senses: [
    {
      says: '{ms} start|start-time|docker-run',
      with: `${around} across later call healthcheck health-endpoint`,
      given: 'start up later answer accept docker-run',
      params: limits,
    },
    {
      says: '{ms} up|ready',
      with: around,
      given: 'start docker-run',
      params: limits,
      asks: 'From what on? Say it: "starts within 5 seconds"',
    },
    {
      says: '{ms} up|reachable|answer|first|ready later|docker-run start|start-time|docker-run',
      with: `${around} later ready across`,
      params: limits,
    },
    {
      says: '{ms-only} limit start-time',
      with: 'container app image ours',
      params: (values) => ({ op: '<=', ms: values.one('ms-only') }),
    },
  ],
  examples: [
    'Container starts within 5 seconds',
    'Startup time under 2 s',
    'The API answers within 3 seconds of starting',
    'Starts in less than 10 seconds',
  ],
};

function limits(values: Values) {
  return upperBounds(values.one('ms')).map(({ op, value }) => ({ op, ms: value }));
}
