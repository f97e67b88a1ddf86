import * as z from 'zod';
import { type Report, type ReportItem, worstFirst } from '../model/report.ts';
import { SpecError } from '../model/spec.ts';
import { clean } from '../secrets/mask.ts';
import { Secrets } from '../secrets/redact.ts';

/** https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md */
export const testResult = 'https://in-toto.io/attestation/test-result/v0.1';

const status = z.enum(worstFirst);
const claim = z.object({ check: z.string(), params: z.record(z.string(), z.unknown()), status });
const promise = z.object({
  id: z.string(),
  text: z.string(),
  status,
  proof: z.enum(['direct', 'stand-in']).nullable(),
  claims: z.array(claim),
});
const spec = z.object({
  name: z.string(),
  digest: z.object({ sha256: z.string() }),
  annotations: z.object({ finished: z.iso.datetime(), promises: z.array(promise) }),
});
/** What else decided the result: Dockerfile, commit, program, engine. */
const cause = z.object({
  name: z.string(),
  digest: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.unknown()).optional(),
});
const names = z.array(z.string());
export const predicateSchema = z.object({
  result: z.enum(['PASSED', 'WARNED', 'FAILED']),
  configuration: z.tuple([spec], cause),
  passedTests: names,
  warnedTests: names,
  failedTests: names,
});

export type Predicate = z.infer<typeof predicateSchema>;

/** An in-toto statement: what a run proved of `ghcr.io/acme/api@sha256:…`. Throws SpecError for one that proves too little. */
export function statementOf(report: Report, pinned: string) {
  const { items, spec, engine } = report;
  const { finished, version, dockerfile, commit } = attestable(report);
  const [name, digest = ''] = pinned.split('@sha256:');
  const tests = (result: Predicate['result']) =>
    items.filter((item) => resultOf(item) === result).map(({ id, text }) => `${id}: ${text}`);
  const failed = tests('FAILED');
  const isProven = failed.length === 0 && items.some((item) => item.status === 'PASS');
  const promises = items.map(({ id, text, status, proof, checks }) => ({
    ...{ id, text, status, proof },
    claims: checks.map(({ check, params, status }) => ({ check, params, status })),
  }));
  const predicate: Predicate = {
    result: isProven ? (tests('WARNED').length > 0 ? 'WARNED' : 'PASSED') : 'FAILED',
    configuration: [
      { name: spec.path, digest: { sha256: spec.sha256 }, annotations: { finished, promises } },
      ...(dockerfile ? [{ name: 'Dockerfile', digest: { sha256: dockerfile } }] : []),
      ...(commit ? [{ name: 'commit', digest: { gitCommit: commit } }] : []),
      { name: 'spec-check', annotations: { version } },
      { name: 'docker', annotations: { version: engine?.version } },
    ],
    passedTests: tests('PASSED'),
    warnedTests: tests('WARNED'),
    failedTests: failed,
  };
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest: { sha256: digest } }],
    predicateType: testResult,
    // The report is clean already, unless somebody changed it.
    predicate: clean(predicate, new Secrets()),
  };
}

/** What the report says of the run. Throws SpecError for a run that proves too little. */
export function attestable({ run, items }: Report) {
  const failed = items.find((item) => [item, ...item.checks].some((one) => one.status === 'ERROR'));
  const error = failed && `the run has an ERROR: ${failed.text} (${failed.evidence})`;
  const partial = run?.complete === false && '--only or --skip left promises out';
  const reason = error || partial || 'the report does not say when the run ended';
  if (run === undefined || error || partial)
    throw new SpecError('not-attested', `Nothing is attested: ${reason}.`, {
      hint: 'Run the whole check again.',
    });
  return run;
}

function resultOf({ status, proof }: ReportItem): Predicate['result'] {
  if (status === 'WAIVED' || proof === 'stand-in') return 'WARNED';
  return status === 'PASS' ? 'PASSED' : 'FAILED';
}
