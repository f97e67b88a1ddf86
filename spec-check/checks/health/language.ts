import type { CheckLanguage, Values } from '../../model/language.ts';

const subject = 'image container app system it docker ours health-endpoint healthcheck endpoint';
const answered =
  'answer reachable present http-word ok body method manner correctly work pass now stay healthy → = send become every {status} {json}';
const asked = 'actor call ask method send run every answer start inside locally container up';

export const language: CheckLanguage = {
  topics: [
    'health',
    'health endpoint',
    'health check',
    'health check endpoint',
    'healthcheck endpoint',
    'liveness',
    'liveness endpoint',
    'readiness',
    'readiness endpoint',
    'health route',
    'health probe',
    'endpoint',
    'health checks',
  ],
  senses: [
    {
      says: '{path} answer|reachable|present|work|ok|pass|healthy|endpoint|health-endpoint|healthcheck|method|{status}|{json}',
      with: `${subject} ${answered} start run`,
      given: `${asked} {path} health-endpoint endpoint`,
      params: answers,
    },
    {
      says: '{path} call|ask answer|{status}|ok|work|pass',
      with: `${answered} ask call actor every container app run`,
      given: `${asked} {path}`,
      params: answers,
    },
    {
      says: '{path} answer|{status}|ok|healthy|present|reachable|work',
      with: `${subject} ${answered}`,
      when: 'database|dependency|neon there',
      params: answers,
    },
    {
      says: '{path} answer|{status}|ok|healthy|pass',
      with: `${subject} ${answered}`,
      when: 'only database|dependency|neon there',
      params: (values) => ({ ...answers(values), whileDatabaseAway: 'no success' }),
    },
    {
      says: '{path} {status}',
      with: `${subject} ${answered} actor ask call stay fail`,
      given: `${asked} {path}`,
      when: 'database|neon|dependency|it away',
      params: (values) => ({ path: values.one('path'), whileDatabaseAway: values.one('status') }),
    },
    {
      says: '{path} fail|unhealthy',
      with: `${subject} answer become http-word`,
      when: 'database|neon|dependency away',
      params: (values) => ({ path: values.one('path'), whileDatabaseAway: 'no success' }),
    },
    {
      says: '{path} ok|healthy|{status}|answer|there',
      not: 1,
      with: `${subject} http-word become`,
      when: 'database|neon|dependency away',
      params: (values) =>
        values.one('status') === undefined || values.one('status') === 200
          ? { path: values.one('path'), whileDatabaseAway: 'no success' }
          : [],
    },
    {
      says: 'health-endpoint|healthcheck answer|{status}|http-word|reachable',
      with: `${subject} ${answered} start and run inside runtime`,
      given: asked,
      asks: 'Which endpoint? Say it: "`/health` responds"',
    },
    {
      says: 'health-endpoint work|pass|present|reachable|ok|healthy|answer',
      with: `${subject} ${answered} start run`,
      asks: 'Which endpoint? Say it: "`/health` responds"; or does it mean HEALTHCHECK?',
    },
    {
      says: '{status}',
      with: 'answer http-word ok container app system it ours',
      asks: 'Which endpoint? Say it: "200 at `/health`"',
    },
  ],
  examples: [
    'Health check endpoint responds at `/health`',
    'GET /health returns 200',
    '`/ready` answers 503 while the database is down',
    '`/healthz` answers with status 200',
  ],
};

function answers(values: Values) {
  const [status, body] = [values.one('status'), values.one('json')];
  // "With a JSON body" says something of it that is not said here.
  if (values.has('body') && body === undefined) return [];
  return {
    path: values.one('path'),
    ...(status === undefined ? {} : { status }),
    ...(body === undefined ? {} : { body }),
  };
}
