import { type Exchange, NoAnswer } from '../../api-client/exchange.ts';
import { verdictOf } from '../../model/verdict.ts';
import { judgeHealth } from './judge.ts';

type Expected = [status: 'PASS' | 'FAIL', says: RegExp];

describe('health', () => {
  const answer = (status: number, body?: Exchange['body'], location?: string): Exchange => ({
    method: 'GET',
    path: '/health',
    sent: undefined,
    status,
    body,
    text: JSON.stringify(body) ?? '',
    headers: location === undefined ? {} : { location },
    ms: 3,
  });
  it.each<[string, Parameters<typeof judgeHealth>[0], Exchange, ...Expected]>([
    ['any 2xx', { path: '/health' }, answer(204), 'PASS', /→ 204/],
    [
      'a redirect',
      { path: '/health' },
      answer(302, undefined, '/login'),
      'FAIL',
      /redirects to \/login/,
    ],
    ['404', { path: '/health' }, answer(404), 'FAIL', /no such endpoint/],
    ['500', { path: '/health' }, answer(500), 'FAIL', /not well/],
    ['the status promised', { path: '/health', status: 418 }, answer(418), 'PASS', /418/],
    [
      'another 2xx than promised',
      { path: '/health', status: 200 },
      answer(204),
      'FAIL',
      /another status/,
    ],
    [
      'the body promised',
      { path: '/health', body: { status: 'ok' } },
      answer(200, { status: 'ok', uptime: 1 }),
      'PASS',
      /200/,
    ],
    [
      'another body',
      { path: '/health', body: { status: 'ok' } },
      answer(200, { status: 'down' }),
      'FAIL',
      /differs in: status/,
    ],
    ['that it is ill', { path: '/health' }, answer(200, { status: 'DOWN' }), 'FAIL', /DOWN/],
    [
      'that it is ill, with the status promised',
      { path: '/health', status: 200 },
      answer(200, { status: 'DOWN' }),
      'FAIL',
      /differs in: status/,
    ],
    [
      'that something else failed',
      { path: '/jobs/7', status: 200 },
      answer(200, { status: 'failed' }),
      'PASS',
      /200/,
    ],
    [
      'that it is ill, where any JSON is promised',
      { path: '/health', body: {} },
      answer(200, { status: 'down' }),
      'FAIL',
      /differs in: status/,
    ],
    [
      'that it is ill, where that is promised',
      { path: '/health', status: 200, body: { status: 'down' } },
      answer(200, { status: 'down' }),
      'PASS',
      /200/,
    ],
    [
      'that it is ill, with the status for that',
      { path: '/health', status: 503 },
      answer(503, { status: 'down' }),
      'PASS',
      /503/,
    ],
    [
      'that it is not ready',
      { path: '/health' },
      answer(200, { ready: false }),
      'FAIL',
      /differs in: ready/,
    ],
    [
      'that nothing else is up',
      { path: '/health' },
      answer(200, { up: true, debug: false }),
      'PASS',
      /200/,
    ],
    ['a state of its own', { path: '/health' }, answer(200, { status: 'pass' }), 'PASS', /pass/],
    [
      'text where JSON is due',
      { path: '/health', body: {} },
      { ...answer(200), text: 'fine', body: 'fine' },
      'FAIL',
      /it is no JSON object/,
    ],
    ['any JSON object', { path: '/health', body: {} }, answer(200, { a: 1 }), 'PASS', /200/],
    [
      'no body',
      { path: '/health', body: { status: 'ok' } },
      answer(200),
      'FAIL',
      /differs in: status/,
    ],
  ])('%s', (_title, claim, seen, status, says) => {
    const verdict = verdictOf(
      judgeHealth(claim, { answers: [seen], elsewhere: undefined }, byHand),
    );
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });

  const byHand = { command: 'docker run api:1', shownUrl: 'http://localhost:8000' };
  const page = (path: string, text: string) => ({ ...answer(200), path, text });
  it.each<[string, string, Exchange, Exchange, ...Expected]>([
    [
      'a catch-all page',
      '/health',
      page('/health', '<html>a'),
      page('/0a', '<html>b'),
      'FAIL',
      /Any other path/,
    ],
    [
      'the same JSON at the moment',
      '/ready',
      page('/ready', '{"at":12,"p":"ready"}'),
      page('/0a', '{"at":13,"p":"0a"}'),
      'PASS',
      /any other path/,
    ],
    [
      'a page of an application',
      '/tasks/new',
      page('/tasks/new', '<html>a'),
      page('/0a', '<html>a'),
      'PASS',
      /any other path answers the same/,
    ],
    [
      'an answer of its own',
      '/health',
      page('/health', '{"ok":true}'),
      page('/0a', '<html>a'),
      'PASS',
      /200/,
    ],
    [
      'a path that is not there',
      '/health',
      page('/health', 'ok'),
      { ...page('/0a', 'ok'), status: 404 },
      'PASS',
      /200/,
    ],
  ])('%s', (_title, path, own, elsewhere, status, says) => {
    const verdict = verdictOf(judgeHealth({ path }, { answers: [own, own], elsewhere }, byHand));
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });

  it('an endpoint that stops answering, or answers otherwise the third time, does not hold', () => {
    const silent = new NoAnswer('GET /health', 'nothing within 10 s');
    const judged = (last: Exchange | NoAnswer) =>
      verdictOf(
        judgeHealth(
          { path: '/health' },
          { answers: [answer(200), answer(200), last], elsewhere: undefined },
          byHand,
        ),
      );
    expect(judged(silent)).toMatchObject({
      status: 'FAIL',
      evidence: expect.stringContaining('Request 3: GET /health got no answer'),
    });
    expect(judged(answer(500))).toMatchObject({
      status: 'FAIL',
      evidence: 'Request 3: GET /health → 500',
    });
  });
});
