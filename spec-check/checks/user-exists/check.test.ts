import { users, withFiles } from '../../image-files/tests/tree.ts';
import { statusOf } from '../tests/run-check.ts';
import { userExists } from './check.ts';

it.each([
  ['PASS', { user: 'app' }],
  ['PASS', { user: 'app', uid: { op: '>', value: 999 } }],
  ['FAIL', { user: 'app', uid: { op: '>', value: 1000 } }],
  ['PASS', { user: 'app', uid: 1000, gid: 1000 }],
  ['FAIL', { user: 'app', uid: 1001 }],
  ['FAIL', { user: 'ap' }],
] as const)('user: %s %j', async (status, wanted) => {
  expect(await statusOf(userExists, wanted, withFiles(users))).toBe(status);
});
