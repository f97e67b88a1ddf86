import { logs } from '../tests/logs.ts';
import { judgedStatus } from '../tests/run-check.ts';
import { judgeSecrets } from './check.ts';

it.each([
  ['PASS', 'GET /tasks 200'],
  ['FAIL', 'authorization: Bearer t0k3n-of-mine'],
  ['FAIL', 'authorization: t0k3n-of-mine%2F'],
  ['FAIL', `dsn=${Buffer.from('pg://app:t0k3n-of-mine@db/app').toString('base64')}`],
] as const)('secrets in logs: %s %s', (status, line) => {
  const known = [['token', 't0k3n-of-mine']] as const;
  expect(judgedStatus(() => judgeSecrets(logs(line), known))).toBe(status);
});

it('an API that prints nothing tells nothing of secrets', () => {
  expect(judgedStatus(() => judgeSecrets(logs(), []))).toBe('AMBIGUOUS');
});
