import { Ambiguous, verdictOf } from '../../model/verdict.ts';
import { judgeUpgrade as judge } from './judge.ts';
import type { LoadRequest } from './load.ts';
import type { UpgradeRun } from './measure.ts';

const judgeUpgrade = (...args: Parameters<typeof judge>) => verdictOf(judge(...args));

const names = [
  'the old version alone',
  'the new version comes up beside it',
  'the old version leaves',
  'the new version alone',
] as const;

const sent = (step: number, more: Partial<LoadRequest> = {}): LoadRequest => ({
  ...{ step, ms: 5, shown: 'GET /tasks/7 → 200 {}', isWell: true, status: 200, by: 'old' },
  ...more,
});

const lost = (step: number, more: Partial<LoadRequest> = {}) =>
  sent(step, { shown: 'POST /tasks → 500 {}', isWell: false, status: 500, ...more });

function seen(requests: readonly LoadRequest[], more: Partial<UpgradeRun> = {}): UpgradeRun {
  const steps = names.map((name) => ({ name, fault: undefined, missing: 0 }));
  return {
    ...{
      from: 'task-api:1.3',
      to: 'task-api:1.4',
      commands: ['run', 'run'],
      path: '/tasks',
      planned: 4,
    },
    ...{ table: 'public.tasks', rows: 40, locks: {}, logs: 'column' },
    ...{ sent: [...names.map((_, at) => sent(at + 1)), ...requests], steps, ...more },
  };
}

const steps = (at: number, more: Partial<UpgradeRun['steps'][number]>) => ({
  steps: seen([]).steps.map((step, index) => (index === at ? { ...step, ...more } : step)),
});

const died = { evidence: 'exit code 1', expected: '', actual: '', fix: '', diagnosis: 'column' };

it('passes what loses nothing, and counts', () => {
  expect(judgeUpgrade({}, seen([sent(2, { ms: 40 })]))).toMatchObject({
    status: 'PASS',
    evidence:
      'task-api:1.3 → task-api:1.4 behind HAProxy without retries: 5 of 5 requests in 4 steps answered well (the slowest in 40 ms), all 40 acknowledged rows in public.tasks after each step',
    measured: { requests: 5, rows: 40, slowestMs: 40 },
  });
});

it.each<[what: string, UpgradeRun, says: RegExp, why: RegExp]>([
  [
    'a request that the old version cannot answer any more',
    seen([lost(2), lost(2)]),
    /^Step 2 of 4, the new .*: 2 of 3 requests are lost, the first: POST .* 500 {}, by the old version$/,
    /does not work on what the other/,
  ],
  [
    'a new version that is ready too early',
    seen([lost(2, { by: 'new' })]),
    /1 of 2 requests .*, by the new version/,
    /said that it was ready/,
  ],
  [
    'a version that exits too early',
    seen([lost(3, { by: 'old', status: undefined })]),
    /^Step 3 of 4, the old version leaves: 1 of 2/,
    /ends on SIGTERM/,
  ],
  [
    'a table that is locked',
    seen([sent(2, { ms: 4000 })], { locks: { 2: 'alter table' } }),
    /1 of 2 requests wait up to 4\.0 s, the first: GET/,
    /They wait for: alter table/,
  ],
  [
    'one that does not come up',
    seen([], steps(1, { fault: died })),
    /^Step 2 of 4, .*: it does not come up: exit code 1/,
    /column/,
  ],
  [
    'a row',
    seen([], steps(3, { missing: 2 })),
    /^Step 4 .*: 2 of 40 .* not in public\.tasks/,
    /^$/,
  ],
  ['the first step before later ones', seen([lost(4), lost(3)]), /^Step 3/, /SIGTERM/],
])('fails %s', (_what, what, says, why) => {
  const verdict = judgeUpgrade({}, what);
  expect(verdict).toMatchObject({ status: 'FAIL', evidence: expect.stringMatching(says) });
  expect(('diagnosis' in verdict && verdict.diagnosis) || '').toMatch(why);
});

it('judges rows alone where only they are promised', () => {
  const only = { only: 'rows' } as const;
  expect(judgeUpgrade(only, seen([lost(2)]))).toMatchObject({
    status: 'PASS',
    evidence: expect.stringContaining(': 4 of 5 requests in 4 steps answered well'),
  });
  expect(judgeUpgrade(only, seen([], steps(2, { missing: 1 }))).status).toBe('FAIL');
  expect(judgeUpgrade(only, seen([], steps(2, { fault: died }))).status).toBe('FAIL');
});

it.each<[what: string, UpgradeRun, says: RegExp]>([
  ['the old version alone loses something', seen([lost(1)]), /task-api:1.3 alone already loses/],
  ['it alone loses a row', seen([], steps(0, { missing: 1 })), /alone already loses .*: a row/],
  ['no answer comes, and nothing in the database is', seen([lost(2, { ms: 10_000 })]), /too busy/],
])('cannot tell where %s', (_what, what, says) => {
  expect(() => judgeUpgrade({}, what)).toThrow(says);
});

it('passes what is late and answered, without a lock', () => {
  expect(judgeUpgrade({}, seen([sent(2, { ms: 4000 })])).status).toBe('PASS');
});

it('takes the pace of the old version for the measure of what is slow', () => {
  const busy = seen([sent(1, { ms: 900 }), sent(2, { ms: 4000 })], { locks: { 2: 'x' } });
  expect(judgeUpgrade({}, busy).status).toBe('PASS');
});

it('asks for another limit where the API limits its clients', () => {
  expect(() => judgeUpgrade({}, seen([lost(2, { status: 429 })]))).toThrow(Ambiguous);
});
