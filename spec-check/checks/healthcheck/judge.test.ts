import { verdictOf } from '../../model/verdict.ts';
import { type HealthHistory, isLate, judgeHealthcheck, readFrozen } from './judge.ts';

type Expected = [status: 'PASS' | 'FAIL', says: RegExp];

describe('healthcheck', () => {
  const declared = {
    Test: ['CMD', 'probe'],
    Interval: 30e9,
    Timeout: 10e9,
    StartPeriod: 5e9,
    Retries: 3,
  };
  const image = { reference: 'api:1', portVariable: 'PORT' };
  const well: HealthHistory = {
    healthyAfter: 500,
    frozen: { says: 'unhealthy', after: 1500, last: 3 },
    log: '',
    command: 'docker run api:1',
    fastest: 80,
    probe: { followsPort: true, failsOn500: true },
  };
  const asksFixed = { followsPort: false, failsOn500: true };
  it.each<[string, HealthHistory | undefined, ...Expected]>([
    [
      'healthy, then unhealthy',
      well,
      'PASS',
      /fails on an answer of 500 and follows PORT; declared every 30.0 s, time limit 10.0 s, 3 retries/,
    ],
    ['not asked about 500', { ...well, probe: undefined }, 'PASS', /was not seen to notice/],
    [
      'healthy whatever the status',
      { ...well, probe: { followsPort: true, failsOn500: false } },
      'FAIL',
      /does not look at its status/,
    ],
    ['fixed to a port', { ...well, probe: asksFixed }, 'FAIL', /port is fixed/],
    ['slower than its time limit', { ...well, fastest: 11_000 }, 'FAIL', /time limit is 10.0 s/],
    [
      'never healthy',
      { ...well, healthyAfter: undefined, frozen: undefined, log: 'sh: curl: not found' },
      'FAIL',
      /program that the probe calls/,
    ],
    [
      'healthy whatever happens',
      { ...well, frozen: { says: 'healthy', after: 400, last: 3 } },
      'FAIL',
      /does not wait for an answer/,
    ],
    ['not watched', undefined, 'FAIL', /no HEALTHCHECK/],
  ])('%s', (_title, seen, status, says) => {
    const verdict = verdictOf(judgeHealthcheck(declared, seen, image));
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });

  it('a fixed port is no fault where the spec lets nobody move it', () => {
    const seen = { ...well, probe: asksFixed };
    const unmoved = { reference: 'api:1', portVariable: undefined };
    expect(verdictOf(judgeHealthcheck(declared, seen, unmoved)).status).toBe('PASS');
  });

  it.each<[string, Record<string, number>, string]>([
    ['as said', { intervalMs: 30_000, retries: 3 }, 'PASS'],
    ['another interval', { intervalMs: 20_000 }, 'FAIL'],
    ['another number of retries', { retries: 2 }, 'FAIL'],
    ['no start period', { startPeriodMs: 5000 }, 'FAIL'],
  ])('declares %s: %s', (_title, said, status) => {
    const own = { ...declared, Interval: 0, Retries: 0, StartPeriod: 0 };
    expect(verdictOf(judgeHealthcheck(own, well, image, said)).status).toBe(status);
  });

  it.each([
    [24 * 3600, 1, 5, 'FAIL'],
    [3600, 3, 5, 'FAIL'],
    [300, 3, 5, 'PASS'],
    [10, 3, 3600, 'FAIL'],
    [0, 0, 0, 'PASS'],
  ])('every %d s with %d retries and a time limit of %d s: %s', (every, retries, limit, status) => {
    const slow = { ...declared, Interval: every * 1e9, Retries: retries, Timeout: limit * 1e9 };
    expect(verdictOf(judgeHealthcheck(slow, well, image)).status).toBe(status);
  });
});

describe('what probes say of a frozen API', () => {
  /** Each began at a time, took 100 ms, and ended with an exit code. */
  const read = (...probes: readonly (readonly [number, number])[]) =>
    readFrozen(
      probes.map(([Start, ExitCode]) => ({ Start, End: Start + 100, ExitCode, Output: '' })),
      1000,
      3000,
    );

  it.each<[string, readonly (readonly [number, number])[]]>([
    ['none has ended', []],
    [
      'they began before the freeze',
      [
        [500, -1],
        [700, 1],
        [999, -1],
      ],
    ],
    [
      'one began at the very moment',
      [
        [1000, -1],
        [1200, -1],
      ],
    ],
    [
      'one alone ran into its time limit, as on a busy machine',
      [
        [900, -1],
        [1100, -1],
      ],
    ],
  ])('is not decided when %s', (_title, probes) => {
    expect(read(...probes)).toBeUndefined();
  });

  it('is unhealthy when two that began after it fail, and no other', () => {
    const unhealthy = { says: 'unhealthy', after: 200, last: 1400 };
    expect(read([900, 0], [1100, -1], [1400, 1])).toEqual(unhealthy);
  });

  it('is unhealthy when the last four fail behind a success, as those do that look at a heartbeat', () => {
    const failing = [1500, 1600, 1700, 1800].map((at) => [at, 1] as const);
    expect(read([1100, 0], ...failing)?.says).toBe('unhealthy');
    expect(read([1100, 0], ...failing.slice(2))).toBeUndefined();
  });

  it('is healthy when one still succeeds after the time that a heartbeat may stay young', () => {
    expect(read([1100, -1], [1400, 0])).toBeUndefined();
    expect(read([1100, -1], [4400, 0])?.says).toBe('healthy');
  });
});

it.each([
  ['the fastest probe took longer than is declared', 4700, '', true],
  ['no probe ended in time', undefined, 'Health check exceeded timeout (5s)', true],
  ['the probe is quick', 300, '', false],
  ['the probe fails by itself', undefined, 'connection refused', false],
])('is late, which says nothing of an image on a busy machine, when %s', (_when, ms, log, late) => {
  expect(isLate({ Timeout: 4e9 }, { log, ...(ms && { fastest: ms }) })).toBe(late);
});
