import * as z from 'zod';
import { type Report, type ReportItem, worstFirst } from '../model/report.ts';
import { SpecError } from '../model/spec.ts';
import { clean } from '../secrets/mask.ts';
import { Secrets } from '../secrets/redact.ts';

/** https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md */
export const testResult = 'https://in-toto.io/attestation/test-result/v0.1';

const status = z.enum(worstFirst);
const names = z.array(z.string());
const promise = z.object({
  id: z.string(),
  text: z.string(),
  status,
  proof: z.enum(['direct', 'stand-in']).nullable(),
  claims: z.array(
    z.object({ check: z.string(), params: z.record(z.string(), z.unknown()), status }),
  ),
});
const specFile = z.object({
  name: z.string(),
  digest: z.object({ sha256: z.string() }),
  annotations: z.object({ finished: z.iso.datetime(), promises: z.array(promise) }),
});
/** What the result depends on beside the spec: Dockerfile, commit, this program, the engine. */
const source = z.object({
  name: z.string(),
  digest: z.record(z.string(), z.string()).optional(),
  annotations: z.record(z.string(), z.unknown()).optional(),
});

export const predicateSchema = z.object({
  result: z.enum(['PASSED', 'WARNED', 'FAILED']),
  configuration: z.tuple([specFile], source),
  passedTests: names,
  warnedTests: names,
  failedTests: names,
});

export type Predicate = z.infer<typeof predicateSchema>;

/** An in-toto statement: what was proven of the image with this digest. Throws SpecError for a run that proves too little. */
export function statementOf(
  report: Report,
  { name, digest }: { readonly name: string; readonly digest: string },
) {
  const { run, items, spec, engine } = report;
  if (run === undefined)
    throw unusable('The report does not say when the run ended.', 'Run again with this version.');
  if (!run.complete)
    throw unusable('--only or --skip left promises out.', 'Run again without them.');
  const failedToMeasure = items.find((item) =>
    [item, ...item.checks].some((one) => one.status === 'ERROR'),
  );
  if (failedToMeasure !== undefined)
    throw unusable(
      `The run has an ERROR: ${failedToMeasure.text} (${failedToMeasure.evidence}).`,
      'Mend what stands in the way, and run again.',
    );
  const named = (wanted: ReturnType<typeof outcomeOf>) =>
    items.filter((item) => outcomeOf(item) === wanted).map(({ id, text }) => `${id}: ${text}`);
  const warned = named('WARNED');
  const failed = named('FAILED');
  const proven = items.some((item) => item.status === 'PASS');
  const predicate: Predicate = {
    result: failed.length > 0 || !proven ? 'FAILED' : warned.length > 0 ? 'WARNED' : 'PASSED',
    configuration: [
      {
        name: spec.path,
        digest: { sha256: spec.sha256 },
        annotations: {
          finished: run.finished,
          promises: items.map(({ id, text, status, proof, checks }) => ({
            ...{ id, text, status, proof },
            claims: checks.map(({ check, params, status }) => ({ check, params, status })),
          })),
        },
      },
      ...(run.dockerfile ? [{ name: 'Dockerfile', digest: { sha256: run.dockerfile } }] : []),
      ...(run.commit ? [{ name: 'commit', digest: { gitCommit: run.commit } }] : []),
      { name: 'spec-check', annotations: { version: run.version } },
      { name: 'docker', annotations: { version: engine?.version ?? 'unknown' } },
    ],
    passedTests: named('PASSED'),
    warnedTests: warned,
    failedTests: failed,
  };
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest: { sha256: digest.replace('sha256:', '') } }],
    predicateType: testResult,
    // The report is clean already, unless somebody changed it.
    predicate: clean(predicate, new Secrets()),
  };
}

export type Statement = ReturnType<typeof statementOf>;

function outcomeOf({ status, proof }: Pick<ReportItem, 'status' | 'proof'>) {
  if (status === 'WAIVED' || proof === 'stand-in') return 'WARNED';
  return status === 'PASS' ? 'PASSED' : 'FAILED';
}

function unusable(message: string, hint: string): SpecError {
  return new SpecError('not-attested', `${message} Nothing is attested.`, { hint });
}
