import { NoAnswer } from '../api-client/exchange.ts';
import { deathWithin } from '../api-client/paths.ts';
import { checkOf } from '../checks/check-of.ts';
import { standInCertificate } from '../diagnosis/container-faults.ts';
import { type CheckContext, type Claim, needsOf } from '../model/check.ts';
import { machineFaultOf } from '../model/docker.ts';
import type { CheckResult } from '../model/report.ts';
import type { Container } from '../model/resources.ts';
import { Ambiguous, type Fail, ImageFault, type Verdict, verdictOf } from '../model/verdict.ts';
import type { ResourceContext } from '../resources/resource.ts';
import { AcquireError, messageOf, type ResourcePool } from './pool.ts';

export interface ProofSettings {
  readonly context: Omit<ResourceContext, 'progress'>;
  readonly strict: boolean;
}

interface Proof extends ProofSettings, Pick<CheckContext, 'progress'> {
  readonly begin: () => void;
}

/** Acquires what a check needs, runs it from when `begin` is called, and turns every outcome into a result. Never rejects. */
export async function proveClaim(
  claim: Claim,
  pool: ResourcePool,
  { context, strict, progress, begin }: Proof,
): Promise<CheckResult> {
  const check = checkOf(claim);
  let started = performance.now();
  const finished = (outcome: Outcome): CheckResult => ({
    ...nothingKnown,
    check: claim.check,
    // JSON, as the schema of the report has it.
    params: claim.params as CheckResult['params'],
    seconds: (performance.now() - started) / 1000,
    ...outcome,
  });
  const blocked = check.blocked?.(context.options);
  if (blocked !== undefined) return finished({ status: 'UNVERIFIED', ...blocked });
  const needs = needsOf(check, claim.params);
  const isOutside = needs.every((id) => ['image', 'container'].includes(id));
  if (context.options.url && !(isOutside && needs.includes('container')))
    return finished({
      status: 'UNVERIFIED',
      evidence: 'Needs the image',
      fix: 'Check the image itself, without --url.',
    });

  const limit = Math.max(checkLimit, check.limit?.(claim.params) ?? 0) + context.options.timeout;
  let limitSignal: AbortSignal | undefined;
  let container: Container | undefined;
  const unmeasured = (error: unknown) => {
    const fault = machineFaultOf(error);
    const late = limitSignal?.aborted && `Not finished within ${limit / 1000} s`;
    const message = fault?.message ?? (late || messageOf(error));
    return finished({
      status: 'ERROR',
      evidence: `Could not be measured: ${message}`,
      ...(fault
        ? { cause: fault.code, diagnosis: message, fix: fault.hint }
        : { cause: error instanceof AcquireError ? `no-${error.resource}` : null }),
    });
  };
  const judged = (verdict: Verdict) =>
    finished(outcomeOf(verdict, check.describe(claim.params), strict));
  const failed = async (fail: Fail) => {
    const explained = container && attachContainerExit(fail, container, context.signal);
    try {
      return judged((await explained) ?? fail);
    } catch (error) {
      // An engine that has gone meanwhile explains nothing: what was found stands.
      const isExplained = machineFaultOf(error)?.code === standInCertificate;
      return isExplained ? unmeasured(error) : judged(fail);
    }
  };
  try {
    const acquired = await pool.getAll(needs);
    if (needs.includes('container')) container = acquired.container;
    started = performance.now();
    begin();
    limitSignal = AbortSignal.timeout(limit);
    const signal = AbortSignal.any([context.signal, limitSignal]);
    const verdict = verdictOf(await check.run(claim.params, acquired, { signal, progress }));
    return verdict.status === 'FAIL' ? failed(verdict) : judged(verdict);
  } catch (error) {
    // The API is at fault, whatever the check wanted to know.
    if (container && error instanceof NoAnswer) {
      const { command } = container;
      return failed({ status: 'FAIL', evidence: error.message, ...error.problem, command });
    }
    const origin = error instanceof AcquireError ? error.cause : error;
    if (origin instanceof ImageFault) return judged({ status: 'FAIL', ...origin.fail });
    if (origin instanceof Ambiguous)
      return finished({ status: 'AMBIGUOUS', evidence: origin.message, fix: origin.hint });
    return unmeasured(error);
  }
}

/** Longest time for one check once its resources are there, beside the API's own start limit, in milliseconds. */
const checkLimit = 120_000;

type Outcome = Pick<CheckResult, 'status' | 'evidence'> & Partial<CheckResult>;

const nothingKnown = {
  ...{ measured: {}, command: null, expected: null, actual: null, diagnosis: null },
  ...{ fix: null, cause: null, proof: null, substitute: null, dockerfileLine: null },
};

function outcomeOf(verdict: Verdict, described: string, strict: boolean): Outcome {
  const { measured = {}, command = null } = verdict;
  if (verdict.status === 'FAIL') {
    const { unwell: _, expected = described, diagnosis = null, cause = null, ...fail } = verdict;
    return { ...fail, expected, measured, command, diagnosis, cause };
  }
  const { standIn: substitute, ...proven } = verdict;
  const pass = { ...proven, measured, command };
  if (substitute === undefined) return { ...pass, proof: 'direct' };
  if (!strict) return { ...pass, proof: 'stand-in', substitute };
  const evidence = `Only a stand-in was tried, and --strict asks for the real thing. ${pass.evidence}`;
  return { ...pass, status: 'UNVERIFIED', evidence, substitute };
}

/** What a check found, with the end of the container that it looked at, if it has ended. */
async function attachContainerExit(
  found: Fail,
  container: Pick<Container, 'death' | 'cause'>,
  signal: AbortSignal,
): Promise<Fail> {
  const isBroken = found.unwell === 'broken connection';
  const dead = await (isBroken ? deathWithin(container, signal) : container.death(signal));
  if (dead !== undefined) {
    const { evidence, actual, diagnosis = found.diagnosis, fix, cause } = dead.fail;
    // The check itself may have reported the same end.
    if (cause !== undefined && found.cause === cause) return found;
    return {
      ...found,
      evidence: `${found.evidence}. ${evidence}`,
      actual: `${found.actual}\n${actual}`,
      diagnosis,
      fix,
    };
  }
  if (found.unwell !== 'server error') return found;
  const cause = await container.cause(signal);
  return cause === undefined ? found : { ...found, diagnosis: cause.sentence, fix: cause.fix };
}
