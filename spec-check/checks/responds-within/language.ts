import type { CheckLanguage, Values } from '../../model/language.ts';
import { upperBounds } from '../../model/limit.ts';

const around =
  'container app docker ours system it health-endpoint healthcheck endpoint method answer http-word response-time now stay weigh every target reachable first manner finish';

export const language: CheckLanguage = {
  topics: ['response time', 'response times', 'latency', 'performance', 'speed'],
  senses: [
    { says: '{path} {ms} answer|response-time|finish', with: around, params: limits },
    { says: '{path} {ms} every method', with: `${around} call`, params: limits },
    {
      says: '{path} {ms} answer {status}',
      with: around,
      params: limits,
      also: (values) => [
        { check: 'health', params: { path: values.one('path'), status: values.one('status') } },
      ],
    },
    {
      says: '{path} {ms-only} limit response-time',
      with: around,
      params: (values) => ({ path: values.one('path'), op: '<=', ms: values.one('ms-only') }),
    },
    {
      says: '{ms} answer',
      with: 'container app image ours system it',
      asks: 'Which endpoint? Say it: "`/health` responds within 50 ms"',
    },
  ],
  examples: [
    '`/health` responds within 50 ms',
    'Response time of `/tasks` is below 100 ms',
    '`/status` answers in under 50 ms',
    'Latency of GET /tasks stays under 100 ms',
  ],
};

function limits(values: Values) {
  return upperBounds(values.one('ms')).map(({ op, value }) => ({
    path: values.one('path'),
    op,
    ms: value,
  }));
}
