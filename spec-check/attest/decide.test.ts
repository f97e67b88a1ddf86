import { decide, type Wanted } from './decide.ts';
import { attestedAt, digest, otherDigest, promised, specSha } from './tests/samples.ts';

const noon = Date.UTC(2026, 10, 27, 12);
const wanted = { digest, spec: specSha, maxAge: Infinity, strict: false, now: noon };
const decided = (signed: readonly unknown[], given: Partial<Wanted> = {}, others = 0) => {
  const { proven, code, predicate } = decide(signed, others, { ...wanted, ...given });
  expect(proven).toBe(code === undefined);
  if (proven) expect(predicate).toBeDefined();
  return code ?? 'proven';
};

const passed = attestedAt(8);
const fails = { items: [promised('PASS'), promised('FAIL')] };
const ofSpec = (sha256: string) => ({
  spec: { path: 'spec.md', title: 'T', sha256, promiseLines: 1, notChecked: [] },
});
const named = (name: string, one = passed) => ({
  ...one,
  subject: one.subject.map((subject) => ({ ...subject, name })),
});

it.each([
  ['one that passed', [passed], {}, 'proven'],
  [
    'one that passed with a waived promise',
    [attestedAt(8, { items: [promised('PASS'), promised('WAIVED')] })],
    {},
    'proven',
  ],
  ['none', [], {}, 'not-attested'],
  ['one of another digest', [attestedAt(8, {}, otherDigest)], {}, 'other-image'],
  [
    'one of another kind',
    [{ ...passed, predicateType: 'https://spdx.dev/Document' }],
    {},
    'other-image',
  ],
  ['one that failed', [attestedAt(8, fails)], {}, 'failed'],
  ['a FAIL after a PASS', [passed, attestedAt(9, fails)], {}, 'failed'],
  ['a PASS replayed after a FAIL', [attestedAt(9, fails), passed], {}, 'failed'],
  ['a FAIL of the same moment', [passed, attestedAt(8, fails)], {}, 'failed'],
  ['a PASS after a FAIL', [attestedAt(7, fails), passed], {}, 'proven'],
  [
    'a FAIL of another spec',
    [passed, attestedAt(9, { ...fails, ...ofSpec('0'.repeat(64)) })],
    {},
    'proven',
  ],
  [
    'a later FAIL of the same digest elsewhere',
    [passed, named('elsewhere.example/api', attestedAt(9, fails))],
    {},
    'failed',
  ],
  ['an older spec', [attestedAt(8, ofSpec('0'.repeat(64)))], {}, 'other-spec'],
  [
    'two specs, and none is named',
    [passed, attestedAt(9, ofSpec('0'.repeat(64)))],
    { spec: undefined },
    'several-specs',
  ],
  ['one spec, and none is named', [passed], { spec: undefined }, 'proven'],
  ['the same digest, promoted to another repository', [named('x.example/y')], {}, 'proven'],
  ['one that is old', [passed], { maxAge: 3_600_000 }, 'too-old'],
  ['one that is young enough', [passed], { maxAge: 5 * 3_600_000 }, 'proven'],
  ['one dated in the future', [attestedAt(13)], {}, 'dated-ahead'],
  ['a substitute', [attestedAt(8, { items: [promised('PASS', 'stand-in')] })], {}, 'proven'],
  [
    'a substitute with --strict',
    [attestedAt(8, { items: [promised('PASS', 'stand-in')] })],
    { strict: true },
    'stand-in',
  ],
  ['one without promises', [attestedAt(8, { items: [] })], {}, 'failed'],
  [
    'one that cannot be read beside one that can',
    [passed, { ...passed, predicate: {} }],
    {},
    'unreadable',
  ],
  ['what is no statement', ['text', null, 7, {}], {}, 'other-image'],
] as const)('%s', (_, signed, given, expected) => {
  expect(decided(signed, given)).toBe(expected);
});

it('says that others signed, when none is by this key', () => {
  expect(decided([], {}, 2)).toBe('other-key');
});

it('does not believe a summary that its promises contradict', () => {
  const failed = attestedAt(8, fails);
  const claims = { result: 'PASSED', failedTests: [] } as const;
  expect(decided([{ ...failed, predicate: { ...failed.predicate, ...claims } }])).toBe('failed');
  const summary = { ...passed.predicate, result: 'FAILED' };
  expect(decided([{ ...passed, predicate: summary }])).toBe('failed');
});
