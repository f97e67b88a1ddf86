import type { Image } from '../../model/resources.ts';
import { judgeLabels } from './measure.ts';

const labelled = (labels: Record<string, string>) =>
  ({ reference: 'api:1', config: { labels } }) as unknown as Image;

it.each<[Record<string, string>, string | undefined, 'PASS' | 'FAIL']>([
  [{ a: '1.2.3' }, undefined, 'PASS'],
  [{}, undefined, 'FAIL'],
  [{ b: '1' }, undefined, 'FAIL'],
  [{ a: '' }, undefined, 'FAIL'],
  [{ a: 'unknown' }, undefined, 'FAIL'],
  [{ a: '${VERSION}' }, undefined, 'FAIL'],
  [{ a: 'x' }, 'x', 'PASS'],
  [{ a: 'xy' }, 'x', 'FAIL'],
])('labels %j, a wanted with %j: %s', (labels, value, status) => {
  expect(judgeLabels({ keys: ['a'], value }, labelled(labels)).status).toBe(status);
});
