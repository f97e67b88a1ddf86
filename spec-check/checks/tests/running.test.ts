import type { ObservedLogs } from '../../measuring/observe-logs.ts';
import { Ambiguous, verdictOf as decided, type Verdict } from '../../model/verdict.ts';
import { buildTime } from '../build-time/check.ts';
import { judgeCors } from '../cors/check.ts';
import { judgeListening } from '../listens-on-all-interfaces/check.ts';
import { judgeErrors } from '../logs-no-errors/check.ts';
import { judgeLogs } from '../logs-stdout/check.ts';
import { judgeMetrics } from '../metrics/check.ts';
import { judgeMigrations } from '../migrations/check.ts';
import { judgeSecrets } from '../no-secrets-in-logs/check.ts';
import { judgePage } from '../openapi-page/check.ts';
import { judgeStart, mustBeSaid } from '../starts/check.ts';
import { verdictOf } from './run-check.ts';

const statusOf = (judge: () => Verdict) => {
  try {
    return judge().status;
  } catch (error) {
    return error instanceof Ambiguous ? 'AMBIGUOUS' : 'ERROR';
  }
};
const logs = (...lines: readonly string[]): ObservedLogs => ({ lines, logFiles: [], command: 'x' });

it.each([
  ['FAIL', '{"level":"error","msg":"x"}'],
  ['FAIL', '{"level":50,"msg":"x"}'],
  ['FAIL', '{"severity":"CRITICAL"}'],
  ['PASS', '{"level":"info","msg":"0 errors"}'],
  ['PASS', '{"level":30,"msg":"error handler installed"}'],
  ['FAIL', '2026-01-01 ERROR cannot connect'],
  ['FAIL', 'time=1 level=error msg=x'],
  ['FAIL', 'Error: no such file'],
  ['FAIL', 'sqlalchemy.exc.OperationalError: x'],
  ['FAIL', 'Traceback (most recent call last):'],
  ['FAIL', '    at listen (/app/server.js:12:3)'],
  ['FAIL', '[FATAL] out of memory'],
  ['PASS', 'Started with 0 errors'],
  ['PASS', 'INFO: error pages are on'],
  ['PASS', 'GET /errors 200'],
] as const)('errors in logs: %s %s', (status, line) => {
  expect(decided(judgeErrors(logs(line))).status).toBe(status);
});

it('an API that prints nothing tells neither of errors nor of secrets', () => {
  expect(statusOf(() => decided(judgeErrors(logs())))).toBe('AMBIGUOUS');
  expect(statusOf(() => decided(judgeSecrets(logs(), [])))).toBe('AMBIGUOUS');
});

it.each([
  ['PASS', false, logs('started')],
  ['FAIL', true, logs('{"a":1}', 'started')],
  ['FAIL', true, logs('"a string"')],
  ['PASS', true, logs('{"a":1}')],
  ['FAIL', false, logs()],
  ['FAIL', false, { ...logs('started'), logFiles: ['/app/app.log'] }],
  ['FAIL', false, logs(`key ${'npg'}_f4kEbUtVaRiEd9`)],
] as const)('logs on stdout: %s json %s %#', (status, json, seen) => {
  expect(decided(judgeLogs(json, seen)).status).toBe(status);
});

it.each([
  ['PASS', 'GET /tasks 200'],
  ['FAIL', 'authorization: Bearer t0k3n-of-mine'],
  ['FAIL', 'authorization: t0k3n-of-mine%2F'],
  ['FAIL', `dsn=${Buffer.from('pg://app:t0k3n-of-mine@db/app').toString('base64')}`],
] as const)('secrets in logs: %s %s', (status, line) => {
  const known = [['token', 't0k3n-of-mine']] as const;
  expect(decided(judgeSecrets(logs(line), known)).status).toBe(status);
});

it.each([
  ['PASS', 200, '# HELP a b\na 1\nb{x="1 }"} 2.5e-3 1700000000\nc NaN\nd +Inf\n'],
  ['FAIL', 200, '{"a":1}'],
  ['FAIL', 200, '<html>\n</html>'],
  ['FAIL', 200, '# TYPE a counter\n'],
  ['FAIL', 404, 'a 1\n'],
] as const)('metrics: %s %i %j', (status, code, text) => {
  expect(decided(judgeMetrics({ path: '/metrics', status: code, text }, 'x')).status).toBe(status);
});

const page = (status: number, text: string) => ({ path: '/docs', status, text });

it.each([
  ['PASS', '/openapi.json', undefined],
  ['FAIL', undefined, undefined],
  ['PASS', '/openapi.json', page(200, '<div id="swagger-ui">')],
  ['FAIL', undefined, page(200, '<div id="swagger-ui">')],
  ['FAIL', '/openapi.json', page(200, 'We love OpenAPI')],
  ['FAIL', '/openapi.json', page(404, 'swagger-ui')],
  ['PASS', undefined, page(200, '{"openapi":"3.1.0","paths":{}}')],
] as const)('documentation: %s %j %j', (status, at, asked) => {
  expect(decided(judgePage(at, asked, 'http://x')).status).toBe(status);
});

const allowed = (allowed?: string, status = 204) => ({ status, allowed });
const mine = 'http://localhost:4000';

it.each([
  ['PASS', allowed(mine), allowed(mine, 200)],
  ['PASS', allowed('*'), allowed('*', 200)],
  ['FAIL', allowed(), allowed(mine, 200)],
  ['FAIL', allowed(mine), allowed(undefined, 200)],
  ['FAIL', allowed(mine, 404), allowed(mine, 200)],
  ['FAIL', allowed('http://localhost:40000'), allowed('http://localhost:40000', 200)],
] as const)('other origins: %s %j %j', (status, preflight, get) => {
  const seen = { path: '/', preflight, get, base: 'http://x' };
  expect(decided(judgeCors(mine, seen)).status).toBe(status);
});

it.each([
  ['PASS', ['0.0.0.0']],
  ['PASS', ['::']],
  ['FAIL', ['172.18.0.3']],
  ['FAIL', ['127.0.0.1']],
  ['ERROR', []],
] as const)('interfaces: %s %j', (status, addresses) => {
  const sockets = addresses.map((address) => ({ address, port: 8000 }));
  expect(
    statusOf(() =>
      decided(judgeListening(8000, 'x', [...sockets, { address: '0.0.0.0', port: 9 }])),
    ),
  ).toBe(status);
});

it.each([
  ['PASS', [], ['public.a.id int'], ['public.a.id int']],
  ['FAIL', [], [], []],
  ['FAIL', [], ['public.a.id int'], ['public.a.id int', 'public.a.b text']],
  ['ERROR', ['public.a.id int'], ['public.a.id int'], ['public.a.id int']],
] as const)('migrations: %s %j %j %j', (status, before, first, second) => {
  expect(statusOf(() => decided(judgeMigrations(before, first, second, 'x')))).toBe(status);
});

// Only what the judge reads.
const answer = (status: number) => ({ method: 'GET', path: '/', status, text: '' }) as never;

it.each([
  ['PASS', 200, 200, true],
  ['FAIL', 200, 500, true],
  ['FAIL', 200, 200, false],
  ['AMBIGUOUS', 404, 404, true],
  ['AMBIGUOUS', 401, 401, true],
] as const)('start: %s %i, then %i, same process: %s', (status, first, again, isSameProcess) => {
  const judge = () =>
    decided(
      judgeStart(answer(first), answer(again), isSameProcess, { command: 'x', watched: '3 s' }),
    );
  expect(statusOf(judge)).toBe(status);
});

it('a variable that is only named has the value that the project says, and never one of this environment', () => {
  expect(() => mustBeSaid(['A', 'DATABASE_URL'], { A: '1' })).not.toThrow();
  expect(() => mustBeSaid(['PATH'], {})).toThrow(Ambiguous);
});

it.each([
  ['PASS', '<', 999],
  ['FAIL', '<', 1000],
  ['PASS', '<=', 1000],
] as const)('build time: %s %s 1000 at %i', async (status, op, ms) => {
  const again = async () => ({ id: 'x', ms, output: '' });
  const build = { kind: 'built', command: 'x', again };
  const { status: actual } = await verdictOf(buildTime, { op, ms: 1000, cache: 'cold' }, { build });
  expect(actual).toBe(status);
});
