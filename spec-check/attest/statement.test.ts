import { hash } from 'node:crypto';
import { attestable, statementOf, testResult } from './statement.ts';
import { digest, promised, reportOf, repository, specSha } from './tests/samples.ts';

const attest = (given: Parameters<typeof reportOf>[0] = {}) =>
  statementOf(reportOf(given), `${repository}@${digest}`);

it('says what was proven of which digest, by which spec, Dockerfile, commit, program and engine', () => {
  expect(attest()).toEqual({
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name: repository, digest: { sha256: 'a'.repeat(64) } }],
    predicateType: testResult,
    predicate: {
      result: 'PASSED',
      configuration: [
        {
          name: 'spec.md',
          digest: { sha256: specSha },
          annotations: {
            finished: '2026-11-27T08:00:00.000Z',
            promises: [
              {
                id: 'criterion-PASS',
                text: 'Image size under 200MB, PASS',
                status: 'PASS',
                proof: 'direct',
                claims: [
                  { check: 'image-size', params: { op: '<', bytes: 200_000_000 }, status: 'PASS' },
                ],
              },
            ],
          },
        },
        { name: 'Dockerfile', digest: { sha256: hash('sha256', 'Dockerfile') } },
        { name: 'commit', annotations: { revision: hash('sha1', 'commit') } },
        { name: 'spec-check', annotations: { version: '1.0.0' } },
        { name: 'docker', annotations: { version: '28.2.2' } },
      ],
      passedTests: ['criterion-PASS: Image size under 200MB, PASS'],
      warnedTests: [],
      failedTests: [],
    },
  });
});

it.each([
  ['PASS', null, 'PASSED', 'passedTests'],
  ['PASS', 'stand-in', 'WARNED', 'warnedTests'],
  ['WAIVED', null, 'WARNED', 'warnedTests'],
  ['FAIL', null, 'FAILED', 'failedTests'],
  ['UNVERIFIED', null, 'FAILED', 'failedTests'],
  ['AMBIGUOUS', null, 'FAILED', 'failedTests'],
] as const)('%s (%s) is %s', (status, proof, result, list) => {
  const { predicate } = attest({ items: [promised('PASS'), promised(status, proof)] });
  expect(predicate.result).toBe(result);
  expect(predicate[list]).toContain(
    `criterion-${status}: Image size under 200MB, ${proof ?? status}`,
  );
});

it('a run in which everything is waived proves nothing', () => {
  expect(attest({ items: [promised('WAIVED')] }).predicate.result).toBe('FAILED');
});

describe('nothing is attested', () => {
  it('of a run with an ERROR, also where a FAIL outweighs it', () => {
    expect(() => attest({ items: [promised('PASS'), promised('ERROR')] })).toThrow(
      'Nothing is attested: the run has an ERROR: Image size under 200MB, ERROR (evidence).',
    );
    const item = { ...promised('FAIL'), checks: promised('ERROR').checks };
    expect(() => attest({ items: [item] })).toThrow('the run has an ERROR');
  });

  it('of a part of a spec, nor of a report without a time', () => {
    const { run, ...old } = reportOf();
    expect(() => attest(run ? { run: { ...run, complete: false } } : {})).toThrow(
      'left promises out',
    );
    expect(() => attest({ images: [] })).toThrow('several images');
    expect(() => attestable(reportOf(), 'sha256:other')).toThrow('the image is sha256:other');
    expect(() => attestable(old)).toThrow('when the run ended');
  });
});

it('holds no secret, whatever the report quotes', () => {
  const token = `ghp_${hash('sha256', 'token').slice(0, 36)}`;
  const leaky = promised('PASS');
  const url = 'postgres://app:hunter2-secret@db.example.com/tasks';
  const { predicate } = attest({
    items: [
      {
        ...leaky,
        text: `Reads DATABASE_URL=${url}`,
        checks: leaky.checks.map((one) => ({
          ...one,
          params: { headers: { authorization: `Bearer ${token}` }, list: [`token=${token}`] },
        })),
      },
    ],
  });
  const text = JSON.stringify(predicate);
  expect(text).not.toContain('hunter2');
  expect(text).not.toContain(token);
  expect(text).toContain('postgres://app:***@db.example.com/tasks');
  // What looks as random as a secret stays: without it nothing is proven.
  for (const kept of [specSha, hash('sha256', 'Dockerfile'), hash('sha1', 'commit')])
    expect(text).toContain(kept);
});
