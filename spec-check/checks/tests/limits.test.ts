import { shownBytes } from '../../model/format.ts';
import type { UpperLimit } from '../../model/limit.ts';
import { verdictOf } from '../../model/verdict.ts';
import { judgeMemory, type MemoryObservation } from '../memory-under/measure.ts';
import { judgeResponses, type Response } from '../responds-within/measure.ts';
import { judgeStarts, type StartsObservation } from '../starts-within/measure.ts';

type Expected = ['PASS' | 'FAIL', RegExp];

describe('start time', () => {
  const right: StartsObservation = {
    path: '/health',
    times: [800, 1000, 900],
    patienceMs: 20_000,
    logs: '',
    command: 'docker run --rm --detach --name look -e DATABASE_URL -p 8000:8000 api:1',
    url: 'http://localhost:8000',
    load: 0.5,
  };
  it.each<[string, UpperLimit, number, Partial<StartsObservation>, ...Expected]>([
    ['below the limit', '<', 1001, {}, 'PASS', /at worst 1.0 s .*n=3 .*800 ms, 1.0 s, 900 ms/],
    ['at the limit', '<=', 1000, {}, 'PASS', /at most 1.0 s/],
    ['at a strict limit', '<', 1000, {}, 'FAIL', /less than 1.0 s/],
    ['one over the limit', '<=', 850, {}, 'FAIL', /Some starts keep the limit/],
    ['all over the limit', '<=', 500, {}, 'FAIL', /Every start takes longer/],
    [
      'one without an answer',
      '<=',
      30_000,
      { times: [800, undefined], logs: 'migrating' },
      'FAIL',
      /GET \/health does not go well within 20.0 s.*migrating/,
    ],
  ])('%s', (_title, op, ms, seen, status, says) => {
    const verdict = verdictOf(judgeStarts({ op, ms }, { ...right, ...seen }));
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });
  it('is not told where the machine may be to blame for the slow ones', () => {
    const judge = (ms: number) => judgeStarts({ op: '<=', ms }, { ...right, load: 3 });
    expect(() => judge(850)).toThrow('on a machine with 3.0 times the work');
    expect(judge(500).holds).toBe(false);
    expect(judge(1000).holds).toBe(true);
  });
  it('is not told by fewer starts', () => {
    expect(() => verdictOf(judgeStarts({ op: '<', ms: 5000 }, { ...right, times: [800] }))).toThrow(
      'only 1',
    );
    expect(() => verdictOf(judgeStarts({ op: '<', ms: 5000 }, { ...right, times: [] }))).toThrow(
      'only 0',
    );
  });
});

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

describe('memory', () => {
  const image = { reference: 'api:1', port: 8000 };
  const right = { idle: '40MiB', loaded: '50MiB', path: '/tasks' };
  it.each<[string, UpperLimit, number, Partial<MemoryObservation>, ...Expected]>([
    ['below the limit', '<', 60e6, {}, 'PASS', /41.9 MB at idle, 52.4 MB after n=500 GET \/tasks/],
    ['at the limit', '<=', 50 * 1024 ** 2, {}, 'PASS', /at most 52.4 MB/],
    ['at a strict limit', '<', 50 * 1024 ** 2, {}, 'FAIL', /grows with requests/],
    ['more at idle', '<', 60e6, { idle: '70MiB' }, 'FAIL', /before the first request.*Load less/],
    ['more after the load', '<', 60e6, { loaded: '1.2GiB' }, 'FAIL', /1288\.5 MB after/],
  ])('%s', (_title, op, bytes, seen, status, says) => {
    const verdict = verdictOf(judgeMemory({ op, bytes }, { ...right, ...seen }, image));
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });
  it('is not told by an engine that does not count it', () => {
    const uncounted = { ...right, loaded: '0B' };
    expect(() => verdictOf(judgeMemory({ op: '<', bytes: 60e6 }, uncounted, image))).toThrow(
      'does not count',
    );
  });
  it.each([
    ['45.21MiB', 47_406_121],
    ['512KiB', 524_288],
    ['45.2MB', 45_200_000],
    ['12kB', 12_000],
    ['976B', 976],
    ['0B', undefined],
    ['--', undefined],
    ['', undefined],
  ])('reads %s', (text, bytes) => {
    expect(shownBytes(text)).toBe(bytes);
  });
});
