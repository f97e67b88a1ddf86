import { verdictOf } from '../tests/run-check.ts';
import { buildTime } from './check.ts';

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
