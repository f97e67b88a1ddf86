import { Ambiguous } from '../../model/verdict.ts';
import { judgedStatus } from '../tests/run-check.ts';
import { judgeStart, mustBeSaid } from './check.ts';

// Only what the judge reads.
const answer = (status: number) => ({ method: 'GET', path: '/', status, text: '' }) as never;

it.each([
  ['PASS', 200, 200, true],
  ['FAIL', 200, 500, true],
  ['FAIL', 200, 200, false],
  ['AMBIGUOUS', 404, 404, true],
  ['AMBIGUOUS', 401, 401, true],
] as const)('start: %s %i, then %i, same process: %s', (status, first, again, isSameProcess) => {
  const how = { command: 'x', watched: '3 s' };
  const judge = () => judgeStart(answer(first), answer(again), isSameProcess, how);
  expect(judgedStatus(judge)).toBe(status);
});

it('a variable that is only named has the value that the project says, and never one of this environment', () => {
  expect(() => mustBeSaid(['A', 'DATABASE_URL'], { A: '1' })).not.toThrow();
  expect(() => mustBeSaid(['PATH'], {})).toThrow(Ambiguous);
});
