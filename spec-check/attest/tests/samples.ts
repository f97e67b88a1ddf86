import { generateKeyPairSync, hash } from 'node:crypto';
import type { CheckResult, Report, ReportItem } from '../../model/report.ts';
import { statementOf } from '../statement.ts';

export const digest = `sha256:${'a'.repeat(64)}`;
export const otherDigest = `sha256:${'b'.repeat(64)}`;
export const repository = 'registry.example.com/team/api';
export const specSha = hash('sha256', 'spec');

const check: CheckResult = {
  check: 'image-size',
  params: { op: '<', bytes: 200_000_000 },
  status: 'PASS',
  evidence: '115.9 MB',
  measured: {},
  command: null,
  expected: null,
  actual: null,
  diagnosis: null,
  fix: null,
  cause: null,
  proof: 'direct',
  substitute: null,
  dockerfileLine: null,
  seconds: 0.1,
};

/** A promise with one claim of the same status. */
export function promised(status: ReportItem['status'], proof: ReportItem['proof'] = null) {
  const direct = status === 'PASS' ? 'direct' : null;
  return {
    id: `criterion-${status}`,
    section: 'Success Criteria',
    line: 7,
    text: `Image size under 200MB, ${proof ?? status}`,
    kind: 'criterion' as const,
    status,
    proof: proof ?? direct,
    evidence: 'evidence',
    checks: [{ ...check, status, proof: proof ?? direct }],
  };
}

/** A report of one promise that holds. */
export function reportOf(given: Partial<Report> = {}): Report {
  return {
    schema: 1,
    spec: { path: 'spec.md', title: 'T', sha256: specSha, promiseLines: 1, notChecked: [] },
    image: { id: `sha256:${'d'.repeat(64)}`, reference: 'api:latest', bytes: 1 },
    engine: { version: '28.2.2', host: 'unix:///var/run/docker.sock' },
    summary: {
      ...{ pass: 1, standIn: 0, fail: 0, unverified: 0, ambiguous: 0, error: 0, waived: 0 },
      seconds: 1,
    },
    exitCode: 0,
    items: [promised('PASS')],
    run: {
      finished: '2026-11-27T08:00:00.000Z',
      version: '1.0.0',
      complete: true,
      dockerfile: hash('sha256', 'Dockerfile'),
      commit: hash('sha1', 'commit'),
      pushed: null,
    },
    ...given,
  };
}

/** As attested of `digest`, at an hour of that day. */
export function attestedAt(hour: number, given: Partial<Report> = {}, about = digest) {
  const report = reportOf(given);
  const finished = new Date(Date.UTC(2026, 10, 27, hour)).toISOString();
  const { run } = report;
  return statementOf(
    { ...report, ...(run && { run: { ...run, finished } }) },
    `${repository}@${about}`,
  );
}

export const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
