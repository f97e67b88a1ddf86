import { shownBytes } from '../../model/format.ts';
import type { UpperLimit } from '../../model/limit.ts';
import { verdictOf } from '../../model/verdict.ts';
import { judgeMemory, type MemoryObservation } from './measure.ts';

type Expected = ['PASS' | 'FAIL', RegExp];

describe('memory', () => {
  const right = {
    idle: '40MiB',
    loaded: '50MiB',
    path: '/tasks',
    command: 'run',
    url: 'http://api',
  };
  it.each<[string, UpperLimit, number, Partial<MemoryObservation>, ...Expected]>([
    ['below the limit', '<', 60e6, {}, 'PASS', /41.9 MB at idle, 52.4 MB after n=500 GET \/tasks/],
    ['at the limit', '<=', 50 * 1024 ** 2, {}, 'PASS', /at most 52.4 MB/],
    ['at a strict limit', '<', 50 * 1024 ** 2, {}, 'FAIL', /grows with requests/],
    ['more at idle', '<', 60e6, { idle: '70MiB' }, 'FAIL', /before the first request.*Load less/],
    ['more after the load', '<', 60e6, { loaded: '1.2GiB' }, 'FAIL', /1288\.5 MB after/],
  ])('%s', (_title, op, bytes, seen, status, says) => {
    const verdict = verdictOf(judgeMemory({ op, bytes }, { ...right, ...seen }));
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });
  it('is not told by an engine that does not count it', () => {
    const uncounted = { ...right, loaded: '0B' };
    expect(() => verdictOf(judgeMemory({ op: '<', bytes: 60e6 }, uncounted))).toThrow(
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
