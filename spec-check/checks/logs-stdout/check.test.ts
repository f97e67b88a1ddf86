import { logs } from '../tests/logs.ts';
import { judgedStatus } from '../tests/run-check.ts';
import { judgeLogs } from './check.ts';

it.each([
  ['PASS', false, logs('started')],
  ['FAIL', true, logs('{"a":1}', 'started')],
  ['FAIL', true, logs('"a string"')],
  ['PASS', true, logs('{"a":1}')],
  ['FAIL', false, logs()],
  ['FAIL', false, { ...logs('started'), logFiles: ['/app/app.log'] }],
  ['FAIL', false, logs(`key ${'npg'}_f4kEbUtVaRiEd9`)],
] as const)('logs on stdout: %s json %s %#', (status, json, seen) => {
  expect(judgedStatus(() => judgeLogs(json, seen))).toBe(status);
});
