import type { CheckLanguage, Values } from '../../model/language.ts';
import { upperBounds } from '../../model/limit.ts';

export const language: CheckLanguage = {
  topics: 'response time, latency, performance, speed',
  with: 'container app docker ours system it health-endpoint healthcheck endpoint method answer http-word response-time now stay weigh every target reachable first manner finish',
  senses: [
    { says: '{path} {ms} answer|response-time|finish', params: limits },
    { says: '{path} {ms} every method', with: 'call', params: limits },
    {
      says: '{path} {ms} answer {status}',
      params: limits,
      also: (values) => [
        { check: 'health', params: { path: values.one('path'), status: values.one('status') } },
      ],
    },
    {
      says: '{path} {ms-only} limit response-time',
      params: { path: '{path}', op: '<=', ms: '{ms-only}' },
    },
    {
      says: '{ms} answer',
      with: 'image',
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
