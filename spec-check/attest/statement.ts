import * as z from 'zod';
import { checkResult, item, type Report, type ReportItem } from '../model/report.ts';
import { SpecError } from '../model/spec.ts';
import { clean } from '../secrets/mask.ts';
import { Secrets } from '../secrets/redact.ts';

/** https://github.com/in-toto/attestation/blob/main/spec/predicates/test-result.md */
export const testResult = 'https://in-toto.io/attestation/test-result/v0.1';

const promise = item
  .pick({ id: true, text: true, status: true, proof: true })
  .extend({ claims: z.array(checkResult.pick({ check: true, params: true, status: true })) });
const spec = z.object({
  name: z.string(),
  digest: z.object({ sha256: z.string() }),
  annotations: z.object({ finished: z.iso.datetime(), promises: z.array(promise) }),
});
const names = z.array(z.string());
export const predicateSchema = z.object({
  result: z.enum(['PASSED', 'WARNED', 'FAILED']),
  /** The spec, and what else decided the result: Dockerfile, commit, program, engine. */
  configuration: z.tuple([spec], z.unknown()),
  ...{ passedTests: names, warnedTests: names, failedTests: names },
});

export type Predicate = z.infer<typeof predicateSchema>;

/** An in-toto statement: what a run proved of `ghcr.io/acme/api@sha256:…`. Throws SpecError for one that proves too little. */
export function statementOf(report: Report, pinned: string) {
  const { items, spec, engine } = report;
  const { finished, version, dockerfile, commit } = attestable(report);
  const [name, digest = ''] = pinned.split('@sha256:');
  const tests = (result: string) =>
    items.filter((one) => resultOf(one) === result).map(({ id, text }) => `${id}: ${text}`);
  const failed = tests('FAILED');
  const isProven = failed.length === 0 && items.some(({ status }) => status === 'PASS');
  const promises = items.map(({ id, text, status, proof, checks }) => ({
    ...{ id, text, status, proof },
    claims: checks.map(({ check, params, status }) => ({ check, params, status })),
  }));
  const predicate: Predicate = {
    result: isProven ? (tests('WARNED').length > 0 ? 'WARNED' : 'PASSED') : 'FAILED',
    configuration: [
      { name: spec.path, digest: { sha256: spec.sha256 }, annotations: { finished, promises } },
      ...(dockerfile ? [{ name: 'Dockerfile', digest: { sha256: dockerfile } }] : []),
      ...(commit ? [{ name: 'commit', annotations: { revision: commit } }] : []),
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

/** What the report says of the run. Throws SpecError for a run that proves too little, or nothing of the image with that id. */
export function attestable({ run, items, image, images }: Report, id = image?.id) {
  const failed = items.find((one) => [one, ...one.checks].some(({ status }) => status === 'ERROR'));
  const reason =
    (failed && `the run has an ERROR: ${failed.text} (${failed.evidence})`) ||
    (run?.complete === false && '--only or --skip left promises out') ||
    (images && 'the promises are about several images') ||
    (id !== image?.id && `the report is about ${image?.id}, and the image is ${id}`) ||
    (!run && 'the report does not say when the run ended');
  if (run && !reason) return run;
  throw new SpecError('not-attested', `Nothing is attested: ${reason}.`, {
    hint: 'Run the whole check again, on this image.',
  });
}

function resultOf({ status, proof }: ReportItem) {
  if (status === 'WAIVED' || proof === 'stand-in') return 'WARNED';
  return status === 'PASS' ? 'PASSED' : 'FAILED';
}
