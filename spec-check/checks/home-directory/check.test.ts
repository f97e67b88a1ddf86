import { users, withFiles } from '../../image-files/tests/tree.ts';
import { statusOf } from '../tests/run-check.ts';
import { homeDirectory } from './check.ts';

it.each([
  ['PASS', 'app'],
  ['PASS', '1000:1000'],
  ['FAIL', 'b'],
  ['FAIL', 'c'],
  ['FAIL', 'd'],
  ['FAIL', ''],
  ['FAIL', '12345'],
])('home: %s of %s', async (status, user) => {
  expect(await statusOf(homeDirectory, {}, withFiles(users, user))).toBe(status);
});
