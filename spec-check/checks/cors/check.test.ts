import { judgedStatus } from '../tests/run-check.ts';
import { judgeCors } from './check.ts';

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
  expect(judgedStatus(() => judgeCors(mine, seen))).toBe(status);
});
