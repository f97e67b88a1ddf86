import { imageOf } from '../tests/dockerfiles.ts';
import { statusOf } from '../tests/run-check.ts';
import { labels } from './check.ts';

it.each<[Record<string, string>, string | undefined, 'PASS' | 'FAIL']>([
  [{ a: '1.2.3' }, undefined, 'PASS'],
  [{}, undefined, 'FAIL'],
  [{ b: '1' }, undefined, 'FAIL'],
  [{ a: '' }, undefined, 'FAIL'],
  [{ a: 'unknown' }, undefined, 'FAIL'],
  [{ a: '${VERSION}' }, undefined, 'FAIL'],
  [{ a: 'x' }, 'x', 'PASS'],
  [{ a: 'xy' }, 'x', 'FAIL'],
])('labels %j, a wanted with %j: %s', async (held, value, status) => {
  expect(await statusOf(labels, { keys: ['a'], value }, imageOf({ Labels: held }))).toBe(status);
});
