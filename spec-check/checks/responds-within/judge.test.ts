import type { UpperLimit } from '../../model/limit.ts';
import { verdictOf } from '../../model/verdict.ts';
import { judgeResponses, type Response } from './measure.ts';

type Expected = ['PASS' | 'FAIL', RegExp];

describe('response time', () => {
  const by = { command: 'docker run api:1', shownUrl: 'http://localhost:8000' };
  const responses = (count: number, ...more: Response[]): Response[] => [
    ...Array.from({ length: count }, () => ({ status: 200, ms: 2 })),
    ...more,
  ];
  const slow = { status: 200, ms: 60 };
  it.each<[string, UpperLimit, Response[], ...Expected]>([
    ['all in time', '<', responses(30), 'PASS', /n=30 .*slowest 2.0 ms .*less than 50 ms/],
    ['at the limit', '<=', responses(29, { status: 204, ms: 50 }), 'PASS', /at most 50 ms/],
    ['at a strict limit', '<', responses(29, { status: 200, ms: 50 }), 'FAIL', /less than 50 ms/],
    [
      'one late',
      '<=',
      responses(29, slow),
      'FAIL',
      /slowest 60 ms \(median 2.0 ms\).*1 of 30 over/,
    ],
    [
      'late after a silence',
      '<=',
      responses(30, { ...slow, after: 2500 }),
      'FAIL',
      /Only requests after some seconds of silence/,
    ],
    ['all late', '<=', Array.from({ length: 30 }, () => slow), 'FAIL', /endpoint itself is slow/],
    [
      'a fast error',
      '<=',
      responses(4, { status: 500, ms: 1 }),
      'FAIL',
      /→ 500 in request 5 of 30/,
    ],
    ['a fast redirect', '<=', responses(0, { status: 302, ms: 1 }), 'FAIL', /→ 302/],
    ['no endpoint', '<=', responses(0, { status: 404, ms: 1 }), 'FAIL', /no such endpoint/],
    ['no answer', '<=', responses(1, { status: 0, ms: 1, reason: 'closed' }), 'FAIL', /→ closed/],
    [
      'too slow to be asked on',
      '<',
      responses(4, { status: 200, ms: 6000 }),
      'FAIL',
      /1 of 5 over/,
    ],
  ])('%s', (_title, op, seen, status, says) => {
    const verdict = verdictOf(judgeResponses({ path: '/health', op, ms: 50 }, seen, by));
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });
  it('is not told by fewer requests', () => {
    const limit = { path: '/health', op: '<', ms: 50 } as const;
    expect(() => verdictOf(judgeResponses(limit, responses(29), by))).toThrow('only 29');
    expect(() => verdictOf(judgeResponses(limit, [], by))).toThrow('only 0');
  });
});
