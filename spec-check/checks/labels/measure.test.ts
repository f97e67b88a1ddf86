import type { Image } from '../../model/resources.ts';
import { failOfPlatform, judgeLabels, judgePrograms, judgeTag } from './measure.ts';

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

const amd64 = { os: 'linux', architecture: 'amd64', reference: 'api:1' };

it.each<[string[], 'FAIL' | undefined]>([
  [['linux/amd64'], undefined],
  [['linux/arm64'], 'FAIL'],
  [['linux/amd64', 'linux/arm64'], 'FAIL'],
])('an image labelled linux/amd64, wanted for %j: %s', (platforms, status) => {
  expect(failOfPlatform({ platforms }, amd64)?.status).toBe(status);
});

it.each<[string[], 'PASS' | 'FAIL']>([
  [['amd64'], 'PASS'],
  [['amd64', '386'], 'PASS'],
  [['arm64'], 'FAIL'],
  [['amd64', 'arm64'], 'FAIL'],
  [['amd64', 'another processor'], 'FAIL'],
])('an image labelled linux/amd64 with programs for %j: %s', (architectures, status) => {
  const programs = architectures.map((architecture) => ({ path: '/api', architecture }));
  expect(judgePrograms(amd64, programs).status).toBe(status);
});

it('a label is no proof where nothing behind it can be told', () => {
  expect(() => judgePrograms(amd64, [])).toThrow('no program');
  const unknown = { ...amd64, architecture: 'mips64le' };
  expect(() => judgePrograms(unknown, [{ path: '/api', architecture: 'x' }])).toThrow('mips64le');
});

it.each<[object, string[], 'PASS' | 'FAIL']>([
  [{ form: 'version' }, ['api:1.2.3'], 'PASS'],
  [{ form: 'version' }, ['api:v1.2.3-rc.1'], 'PASS'],
  [{ form: 'version' }, ['api:1.2', 'api:latest'], 'FAIL'],
  [{ form: 'version' }, [], 'FAIL'],
  [{ form: 'commit' }, ['api:3f2a9c1'], 'PASS'],
  [{ form: 'commit' }, ['api:20260101'], 'FAIL'],
  [{ form: 'commit' }, ['api:latest'], 'FAIL'],
  [{ tag: '1.4.0' }, ['localhost:5000/api:1.4.0'], 'PASS'],
  [{ tag: 'api:1.4.0' }, ['api:1.4.0'], 'PASS'],
  [{ tag: 'api:1.4.0' }, ['other:1.4.0'], 'FAIL'],
  [{ tag: '1.4' }, ['api:1.4.0'], 'FAIL'],
])('%j of %j: %s', (claim, tags, status) => {
  expect(judgeTag(claim, tags, 'sha256:1').status).toBe(status);
});
