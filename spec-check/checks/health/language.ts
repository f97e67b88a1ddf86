import type { CheckLanguage, Values } from '../../model/language.ts';

export const language: CheckLanguage = {
  topics:
    'health, health endpoint, health check, health check endpoint, healthcheck endpoint, liveness, liveness endpoint, readiness, readiness endpoint, health route, health probe, endpoint',
  with: 'image container app system it docker ours health-endpoint healthcheck endpoint http-word become',
  senses: [
    {
      says: '{path} answer|reachable|present|work|ok|pass|healthy|endpoint|health-endpoint|healthcheck|method|{status}|{json}',
      with: 'answer reachable present ok body method manner correctly work pass now stay healthy → = send every {status} {json} start run',
      given:
        'actor call ask method send run every answer start inside locally container up {path} health-endpoint endpoint',
      params: answers,
    },
    {
      says: '{path} call|ask answer|{status}|ok|work|pass',
      with: 'answer reachable present ok body method manner correctly work pass now stay healthy → = send every {status} {json} ask call actor every run',
      given: 'actor call ask method send run every answer start inside locally container up {path}',
      params: answers,
    },
    {
      says: '{path} answer|{status}|ok|healthy|present|reachable|work',
      with: 'answer reachable present ok body method manner correctly work pass now stay healthy → = send every {status} {json}',
      when: 'database|dependency|neon there',
      params: answers,
    },
    {
      says: '{path} answer|{status}|ok|healthy|pass',
      with: 'answer reachable present ok body method manner correctly work pass now stay healthy → = send every {status} {json}',
      when: 'only database|dependency|neon there',
      params: (values) => ({ ...answers(values), whileDatabaseAway: 'no success' }),
    },
    {
      says: '{path} {status}',
      with: 'answer reachable present ok body method manner correctly work pass now stay healthy → = send every {status} {json} actor ask call stay fail',
      given: 'actor call ask method send run every answer start inside locally container up {path}',
      when: 'database|neon|dependency|it away',
      params: { path: '{path}', whileDatabaseAway: '{status}' },
    },
    {
      says: '{path} fail|unhealthy',
      with: 'answer',
      when: 'database|neon|dependency away',
      params: { path: '{path}', whileDatabaseAway: 'no success' },
    },
    {
      says: '{path} ok|healthy|{status}|answer|there',
      not: 1,
      when: 'database|neon|dependency away',
      params: (values) =>
        values.one('status') === undefined || values.one('status') === 200
          ? { path: values.one('path'), whileDatabaseAway: 'no success' }
          : [],
    },
    {
      says: 'health-endpoint|healthcheck answer|{status}|http-word|reachable',
      with: 'answer reachable present ok body method manner correctly work pass now stay healthy → = send every {status} {json} start and run inside runtime',
      given: 'actor call ask method send run every answer start inside locally container up',
      asks: 'Which endpoint? Say it: "`/health` responds"',
    },
    {
      says: 'health-endpoint work|pass|present|reachable|ok|healthy|answer',
      with: 'answer reachable present ok body method manner correctly work pass now stay healthy → = send every {status} {json} start run',
      asks: 'Which endpoint? Say it: "`/health` responds"; or does it mean HEALTHCHECK?',
    },
    { says: '{status}', with: 'answer ok', asks: 'Which endpoint? Say it: "200 at `/health`"' },
  ],
  examples: [
    'Health check endpoint responds at `/health`',
    'GET /health returns 200',
    '`/ready` answers 503 while the database is down',
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
