import { verdictOf } from '../../model/verdict.ts';
import { judgeArchitecture } from './check.ts';

const amd64 = { os: 'linux', architecture: 'amd64', reference: 'api:1' };

it.each<[string[], 'PASS' | 'FAIL']>([
  [['linux/amd64'], 'PASS'],
  [['linux/arm64'], 'FAIL'],
  [['linux/amd64', 'linux/arm64'], 'FAIL'],
])('an image labelled linux/amd64, wanted for %j: %s', (platforms, status) => {
  const programs = [{ path: '/api', architecture: 'amd64' }];
  expect(verdictOf(judgeArchitecture(platforms, amd64, programs)).status).toBe(status);
});

it.each<[string[], 'PASS' | 'FAIL']>([
  [['amd64'], 'PASS'],
  [['amd64', '386'], 'PASS'],
  [['arm64'], 'FAIL'],
  [['amd64', 'arm64'], 'FAIL'],
  [['amd64', 'another processor'], 'FAIL'],
])('an image labelled linux/amd64 with programs for %j: %s', (architectures, status) => {
  const programs = architectures.map((architecture) => ({ path: '/api', architecture }));
  expect(verdictOf(judgeArchitecture(['linux/amd64'], amd64, programs)).status).toBe(status);
});

it('a label is no proof where nothing behind it can be told', () => {
  expect(() => verdictOf(judgeArchitecture(['linux/amd64'], amd64, []))).toThrow('no program');
  const unknown = { ...amd64, architecture: 'mips64le' };
  expect(() =>
    verdictOf(
      judgeArchitecture(['linux/mips64le'], unknown, [{ path: '/api', architecture: 'x' }]),
    ),
  ).toThrow('mips64le');
});
