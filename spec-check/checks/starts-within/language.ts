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
  accepts: [
    ['Container starts within 5 seconds', { op: '<=', ms: 5000 }],
    ['Startup time under 2 s', { op: '<', ms: 2000 }],
    ['The API answers within 3 seconds of starting', { op: '<=', ms: 3000 }],
    ['Starts in less than 10 seconds', { op: '<', ms: 10_000 }],
    ['Cold start is below 1500 ms', { op: '<', ms: 1500 }],
    ['Maximum startup time: 5 s', { op: '<=', ms: 5000 }],
    ['The container boots in 4 seconds or less', { op: '<=', ms: 4000 }],
  ],
  refuses: [
    'Container starts after at least 5 seconds',
    'Container restarts within 5 seconds',
    'Container does not start within 5 seconds',
    'Database starts within 5 seconds',
    'Container starts within 5 seconds on average',
    'p95 of the startup time under 2 seconds',
    'Pod startup time under 45 seconds to Ready state',
    '100 containers start within 5 seconds',
  ],
};

function limits(values: Values) {
  return upperBounds(values.one('ms')).map(({ op, value }) => ({ op, ms: value }));
}
