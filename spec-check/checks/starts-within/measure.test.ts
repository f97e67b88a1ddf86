import type { UpperLimit } from '../../model/limit.ts';
import { verdictOf } from '../../model/verdict.ts';
import { judgeStarts, type StartsObservation } from './measure.ts';

type Expected = ['PASS' | 'FAIL', RegExp];

describe('start time', () => {
  const right: StartsObservation = {
    path: '/health',
    times: [800, 1000, 900],
    patienceMs: 20_000,
    logs: '',
    command: 'docker run --detach --name look -e DATABASE_URL -p 8000:8000 api:1',
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
