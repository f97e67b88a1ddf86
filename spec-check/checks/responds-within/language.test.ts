import { testLanguage } from '../tests/test-language.ts';
import { respondsWithin } from './check.ts';

testLanguage(respondsWithin, {
  accepts: [
    [
      'Container responds to /health and /ready endpoints within 1 second',
      { path: '/health', op: '<=', ms: 1000 },
      { path: '/ready', op: '<=', ms: 1000 },
    ],
    ['`/health` responds within 50 ms', { path: '/health', op: '<=', ms: 50, method: 'GET' }],
    [
      'Response time of `/tasks` is below 100 ms',
      { path: '/tasks', op: '<', ms: 100, method: 'GET' },
    ],
    ['`/status` answers in under 50 ms', { path: '/status', op: '<', ms: 50, method: 'GET' }],
    [
      'Latency of GET /tasks stays under 100 ms',
      { path: '/tasks', op: '<', ms: 100, method: 'GET' },
    ],
  ],
  refuses: [
    'POST /tasks responds within 50 ms',
    '`/health` responds within 50 ms on average',
    'p95 latency of `/health` under 50 ms',
    '`/health` responds within 50 ms under load',
    '`/health` responds within 50 ms when the database is down',
    '`/health` does not respond within 50 ms',
    'Requests to `/tasks` complete within 200 ms',
  ],
});
