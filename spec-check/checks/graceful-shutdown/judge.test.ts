import type { Ending, SentRequest } from '../../api-client/traffic.ts';
import { verdictOf } from '../../model/verdict.ts';
import { judgeShutdown } from './judge.ts';
import type { ShutdownObservation } from './measure.ts';

const sent = (request: string, ending: Ending): SentRequest => ({ request, at: 0, ending });
const post = (ending: Ending) => sent('POST /tasks', ending);
const get = (ending: Ending) => sent('GET /tasks', ending);
const answered = (status: number): Ending => ({ kind: 'answered', status });
const silence: Ending = { kind: 'silence', reason: 'the connection was closed' };
const cut: Ending = { kind: 'cut', status: 200, reason: 'the answer ends in the middle' };

const right: ShutdownObservation = {
  stopSignal: 'SIGTERM',
  usually: 201,
  rows: { written: 6, kept: 6, table: 'public.tasks' },
  held: [post(answered(201)), post(answered(201)), post(answered(201))],
  before: [get(answered(200)), get(answered(200))],
  failed: [],
  since: [get(silence)],
  exit: { code: 0, ms: 420 },
  stillAnswers: false,
  exitsLate: false,
  command: 'docker run --detach --name look api:1',
  first: 'node server.mjs',
  logs: 'stopping\n',
};
/** A program without HTTP: nothing of it is known to be under way. */
const worker = {
  ...{ held: [], before: [], since: [], usually: undefined, rows: undefined },
  stillAnswers: undefined,
};
const stays = { exit: undefined, stillAnswers: true } as const;

describe('SIGTERM', () => {
  it.each<[string, Partial<ShutdownObservation>, 'PASS' | 'FAIL', RegExp]>([
    ['loses nothing', {}, 'PASS', /3 half-sent POST \/tasks are answered 201.* and 2 of 2 other/],
    [
      'loses no update',
      { held: [post(answered(201)), sent('PATCH /tasks/7', answered(200))] },
      'PASS',
      /2 half-sent POST \/tasks, PATCH \/tasks\/7 are answered 201, 200/,
    ],
    ['is seen without a row', { rows: undefined }, 'PASS', /no row of what they created was found/],
    ['refuses what comes later', { since: [get(silence), get(answered(503))] }, 'PASS', /420 ms/],
    ['ends a worker in time', worker, 'PASS', /of work under way nothing is known \(port: none\)/],
    [
      'is not handled by a worker',
      { ...worker, exit: { code: 143, ms: 100 } },
      'FAIL',
      /Exits with 143.*it has no handler/,
    ],
    [
      'does not end a worker',
      { ...worker, exit: undefined },
      'FAIL',
      /Still running 10.0 s after SIGTERM".*the kernel ends no PID 1/,
    ],
    ['is seen without a request to hold', { held: [] }, 'PASS', /no request is known that could/],
    [
      'leaves a request without an answer',
      { held: [post(answered(201)), post(silence)] },
      'FAIL',
      /1 of 4 requests begun before SIGTERM is lost: POST \/tasks → no answer/,
    ],
    [
      'refuses what it has in its hands',
      { held: [post(answered(503))] },
      'FAIL',
      /lost: POST \/tasks → 503/,
    ],
    [
      'refuses for a moment what it has in its hands',
      { held: [post(answered(201)), post(answered(429))] },
      'FAIL',
      /lost: POST \/tasks → 429.*because it stops/,
    ],
    [
      'refuses a whole request that it had begun with',
      { before: [get(answered(200)), get(answered(503))], failed: [get(answered(503))] },
      'FAIL',
      /1 of 5 requests .* lost: GET \/tasks → 503.*because it stops/,
    ],
    [
      'is one that nobody can handle, and nothing is lost',
      { stopSignal: 'SIGKILL', held: [], exit: { code: 137, ms: 9 } },
      'FAIL',
      /Take STOPSIGNAL out/,
    ],
    [
      'loses what it said it had created',
      { rows: { written: 6, kept: 2, table: 'public.tasks' } },
      'FAIL',
      /4 of 6 items .* not in public.tasks.*answers before it writes/,
    ],
    [
      'finishes everything and exits with 143, as a JVM does',
      { exit: { code: 143, ms: 50 } },
      'PASS',
      /Exits with 143/,
    ],
    [
      'is another signal: that of the image',
      { stopSignal: 'SIGINT', exit: { code: 130, ms: 9 } },
      'PASS',
      /130 9 ms after SIGINT, the STOPSIGNAL/,
    ],
    [
      'is one that nobody can handle',
      { stopSignal: 'SIGKILL', held: [post(silence)], exit: { code: 137, ms: 9 } },
      'FAIL',
      /STOPSIGNAL of the image is SIGKILL/,
    ],
    ['cuts an answer', { before: [get(cut)] }, 'FAIL', /200, the answer ends in the middle/],
    ['cuts an answer begun later', { since: [get(cut)] }, 'FAIL', /ends in the middle/],
    ['ends it with 143', { held: [], exit: { code: 143, ms: 50 } }, 'FAIL', /143.*no handler/],
    ['ends it with 137', { exit: { code: 137, ms: 50 } }, 'FAIL', /Exits with 137.*SIGKILL/],
    ['ends it with 1', { exit: { code: 1, ms: 50 } }, 'FAIL', /ends with an error/],
    ['meets no handler', stays, 'FAIL', /Still running 10.0 s.*no handler for SIGTERM/],
    [
      'meets a shell',
      { ...stays, first: '/bin/sh -c node server.mjs && true' },
      'FAIL',
      /PID 1 is a shell .*exec form/,
    ],
    ['meets npm', { ...stays, first: 'npm start' }, 'FAIL', /PID 1 is a package manager/],
    ['meets a program named like a shell', { ...stays, first: 'shiny' }, 'FAIL', /no handler/],
    [
      'makes it wait for ever',
      { exit: undefined },
      'FAIL',
      /no longer answers.*something that does not end/,
    ],
  ])('%s', (_title, seen, status, says) => {
    const verdict = verdictOf(judgeShutdown({ withinMs: 10_000 }, { ...right, ...seen }));
    expect(verdict.status).toBe(status);
    expect(JSON.stringify(verdict)).toMatch(says);
  });

  it('with an exit code in the sentence, 143 does not hold, and is not taken for a lack of a handler', () => {
    const seen = { ...right, exit: { code: 143, ms: 50 } };
    const verdict = verdictOf(judgeShutdown({ withinMs: 10_000, exitCode: 0 }, seen));
    expect(verdict).toMatchObject({ status: 'FAIL', evidence: expect.stringContaining('143') });
    expect(JSON.stringify(verdict)).not.toMatch(/no handler|at once/);
  });

  it('says nothing of an exit that is late on a machine with more to do than it can', () => {
    const seen = { ...right, exit: undefined, held: [post(silence)], exitsLate: true };
    expect(() => judgeShutdown({ withinMs: 10_000 }, seen)).toThrow(
      /exits, but not within 10.0 s after SIGTERM, on a machine with [\d.]+ times the work/,
    );
  });

  it('says nothing of refusals by an API that limits its clients', () => {
    const seen = { ...right, held: [post(answered(429))], before: [get(answered(429))] };
    expect(() => verdictOf(judgeShutdown({ withinMs: 10_000 }, seen))).toThrow(
      /limits its clients/,
    );
  });
});
