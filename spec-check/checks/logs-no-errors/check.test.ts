import { logs } from '../tests/logs.ts';
import { judgedStatus } from '../tests/run-check.ts';
import { judgeErrors } from './check.ts';

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
  expect(judgedStatus(() => judgeErrors(logs(line)))).toBe(status);
});

it('an API that prints nothing tells nothing of errors', () => {
  expect(judgedStatus(() => judgeErrors(logs()))).toBe('AMBIGUOUS');
});
