import { judgedStatus } from '../tests/run-check.ts';
import { judgeMigrations } from './check.ts';

it.each([
  ['PASS', [], ['public.a.id int'], ['public.a.id int']],
  ['FAIL', [], [], []],
  ['FAIL', [], ['public.a.id int'], ['public.a.id int', 'public.a.b text']],
  ['ERROR', ['public.a.id int'], ['public.a.id int'], ['public.a.id int']],
] as const)('migrations: %s %j %j %j', (status, before, first, second) => {
  expect(judgedStatus(() => judgeMigrations(before, first, second, 'x'))).toBe(status);
});
