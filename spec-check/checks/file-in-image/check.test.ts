import { file, filesOf, folder, link, withFiles } from '../../image-files/tests/tree.ts';
import { statusOf, verdictOf } from '../tests/run-check.ts';
import { fileInImage } from './check.ts';

const tree = filesOf({
  '/srv': folder,
  '/srv/a.js': file,
  '/srv/empty': folder,
  '/srv/deep': folder,
  '/srv/deep/er': folder,
  '/srv/deep/er/x': file,
  '/srv/dead': link('/nowhere'),
});

it.each([
  ['PASS', { path: '/srv/a.js' }],
  ['PASS', { path: 'a.js' }],
  ['PASS', { path: '/srv/' }],
  ['PASS', { path: '/srv', count: 4 }],
  ['FAIL', { path: '/srv', count: 3 }],
  ['FAIL', { path: '/srv/a.js', count: 1 }],
  ['FAIL', { path: '/srv/empty' }],
  ['PASS', { path: '/srv/empty', count: 0 }],
  ['PASS', { path: '/srv/deep' }],
  ['FAIL', { path: '/srv/dead' }],
  ['FAIL', { path: '/srv/a' }],
  ['PASS', { path: '/srv/b.js', absent: true }],
  ['FAIL', { path: '/srv/empty', absent: true }],
] as const)('file: %s %j', async (status, wanted) => {
  expect(await statusOf(fileInImage, wanted, withFiles(tree))).toBe(status);
});

it('says that it looked for a name in every folder', async () => {
  const wanted = { path: '**/.env', absent: true };
  const { evidence } = await verdictOf(fileInImage, wanted, withFiles(tree));
  expect(evidence).toBe('The image has no .env in any folder');
});
