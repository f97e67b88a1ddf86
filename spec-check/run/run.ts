import { isDeepStrictEqual } from 'node:util';
import { checks as registered } from '../checks/index.ts';
import type { Interpretation } from '../language/interpret.ts';
import type { Spec } from '../language/spec.ts';
import {
  Ambiguous,
  type AnyCheck,
  type Claim,
  type Fail,
  ImageFault,
  type Verdict,
} from '../model/check.ts';
import type { RunEvent } from '../model/events.ts';
import { instructionOf } from '../model/format.ts';
import { machineFaultOf } from '../model/machine-fault.ts';
import type { CheckResult, Report, ReportItem } from '../model/report.ts';
import type { ResourceId, Resources } from '../model/resources.ts';
import type { ResourceContext } from '../resources/resource.ts';
import { resources } from '../resources/resources.ts';
import { masked } from '../secrets/detectors.ts';
import { attachContainerExit, noResponseFailure } from './container-exit.ts';
import type { Earlier, Subject } from './earlier.ts';
import { exitCodeOf, statusOfItem, summarize } from './outcome.ts';
import { AcquireError, ResourcePool } from './pool.ts';
import { startGate } from './start-gate.ts';

/** What one run proves: the promises of a spec, after `--only` and `--skip`. */
export interface RunPlan {
  readonly spec: Spec;
  readonly items: readonly Interpretation[];
  /** Items that `--only` or `--skip` took out. */
  readonly leftOut: number;
}

export interface RunSettings {
  readonly context: Omit<ResourceContext, 'progress'>;
  /** A PASS against a stand-in counts as UNVERIFIED. */
  readonly strict: boolean;
  readonly emit: (event: RunEvent) => void;
  readonly earlier?: Earlier;
}

/**
 * Proves a plan: every distinct check once. Those that mostly wait begin first, then the others all at
 * the same time, then those that measure time or memory, one by one. Shared resources are released
 * before this returns. Rejects only when the signal aborts, after the release.
 */
export async function run(
  plan: RunPlan,
  { context, strict, emit, earlier }: RunSettings,
): Promise<Report> {
  const started = performance.now();
  const requests = distinct(plan.items.flatMap((item) => item.checks));
  const now = () => performance.now() - started;
  emit({
    type: 'planned',
    items: plan.items.map(({ item, verdict, checks }) => ({
      text: item.text,
      checkable: verdict === 'checkable',
      descriptions: checks.map(whatOf),
    })),
    checks: requests.length,
    leftOut: plan.leftOut,
  });

  const progress = (message: string) =>
    emit({ type: 'progress', message: context.secrets.redact(message), at: now() });
  const pool = new ResourcePool(
    resources,
    { ...context, progress },
    (resource, error) =>
      progress(
        `Could not remove what "${resource}" left (${messageOf(error)}); run: spec-check clean`,
      ),
    (event) => {
      const at = event.at - started;
      emit(
        event.type === 'acquired' ? { ...event, from: event.from - started, at } : { ...event, at },
      );
    },
    earlier?.build === undefined ? {} : { build: earlier.build },
  );
  let image: Resources['image'] | undefined;
  let engine: Resources['engine'] | undefined;
  let results: readonly CheckResult[];
  try {
    const proven = new Map<Claim, CheckResult>();
    const ordered = (order: AnyCheck['order']) =>
      requests.filter((request) => checkOf(request).order === order);
    const turn = startGate(ordered('first'), longestTurn);
    const proveOne = async (request: Claim) => {
      const what = whatOf(request);
      const alone = checkOf(request).order === 'alone';
      const needs = needsOf(request);
      emit({ type: 'started', check: request.check, what, needs, alone, at: now() });
      const known = earlier?.mayKnow(request)
        ? await knownResult(request, pool, earlier)
        : undefined;
      const waitForStart = () => turn.waitForStart(request, context.signal);
      const yieldTurn = () => {
        emit({ type: 'gave-way', check: request.check, what, at: now() });
        turn.yieldTurn(request);
      };
      const settings = { context, strict, earlier, waitForStart, yieldTurn };
      const result = known ?? clean(await prove(request, pool, settings, progress), context);
      turn.yieldTurn(request);
      // An interrupted check has no result.
      context.signal.throwIfAborted();
      if (known === undefined && earlier?.keeps(request)) {
        const on = await subject(pool);
        if (on !== undefined) await earlier.measured(request, result, on);
      }
      emit({ type: 'finished', what, result, at: now() });
      proven.set(request, result);
    };
    const alone = ordered('alone');
    await allOf(requests.filter((request) => !alone.includes(request)).map(proveOne));
    for (const request of alone) await proveOne(request);
    results = requests.flatMap((request) => proven.get(request) ?? []);
    image = await pool.acquired('image');
    engine = await pool.acquired('engine');
    const build = await pool.acquired('build');
    if (build !== undefined) earlier?.built(build);
    if (image !== undefined) {
      const layers = image.layers.map(({ bytes, createdBy }) => ({
        bytes,
        instruction: instructionOf(createdBy),
      }));
      const dockerfile = image.dockerfile?.text;
      emit({ type: 'image', ...clean({ layers, dockerfile }, context) });
    }
  } finally {
    await pool[Symbol.asyncDispose]();
  }
  context.signal.throwIfAborted();

  const items = plan.items.map((item) => reportItem(item, requests, results));
  const report: Report = {
    schema: 1,
    spec: { path: plan.spec.path, title: plan.spec.title, sha256: plan.spec.sha256 },
    image:
      image === undefined ? null : { id: image.id, reference: image.reference, bytes: image.bytes },
    engine: engine === undefined ? null : { version: engine.version, host: engine.host },
    summary: summarize(items, (performance.now() - started) / 1000),
    exitCode: exitCodeOf(items),
    items,
  };
  emit({ type: 'summary', report });
  return report;
}

/** Of an earlier run, for the image that is there now; undefined when it has to be measured. */
async function knownResult(
  request: Claim,
  pool: ResourcePool,
  earlier: Earlier,
): Promise<CheckResult | undefined> {
  // A failure is told by the check itself.
  await Promise.allSettled([pool.get('engine'), pool.get('image')]);
  const on = await subject(pool);
  return on && earlier.resultOf(request, on);
}

async function subject(pool: ResourcePool): Promise<Subject | undefined> {
  const [engine, image] = [await pool.acquired('engine'), await pool.acquired('image')];
  return engine && image && { engine, image };
}

/** Like `Promise.all`, and waits for the others too when one rejects: they still hold resources. */
async function allOf<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** Two sentences that ask the same of the image are proven by one check. */
function distinct(requests: readonly Claim[]): Claim[] {
  return requests.filter(
    (request, index) => requests.findIndex((other) => isDeepStrictEqual(other, request)) === index,
  );
}

function checkOf(request: Claim): AnyCheck {
  const check = registered.find(({ id }) => id === request.check);
  if (check === undefined) throw new Error(`No check is registered as ${request.check}.`);
  return check;
}

/** What a request measures, in a few words. */
function whatOf(request: Claim): string {
  return checkOf(request).describe(request.params);
}

function needsOf(request: Claim): readonly ResourceId[] {
  const { needs, alsoNeeds } = checkOf(request);
  return [...needs, ...alsoNeeds(request.params)];
}

/** Longest time for one check once its resources are there, beside the API's own start limit. */
const checkLimit = 120_000;

/** Milliseconds that others leave the processors to checks that begin first, which may never come to their wait. */
const longestTurn = 1500;

async function prove(
  request: Claim,
  pool: ResourcePool,
  {
    context,
    strict,
    earlier,
    waitForStart,
    yieldTurn,
  }: Pick<RunSettings, 'context' | 'strict' | 'earlier'> & {
    readonly waitForStart: () => Promise<void>;
    readonly yieldTurn: () => void;
  },
  progress: (message: string) => void,
): Promise<CheckResult> {
  const check = checkOf(request);
  let started = performance.now();
  const finished = (
    outcome: Partial<CheckResult> & Pick<CheckResult, 'status' | 'evidence'>,
  ): CheckResult => ({
    check: request.check,
    params: request.params as CheckResult['params'],
    measured: {},
    command: null,
    expected: null,
    actual: null,
    diagnosis: null,
    fix: null,
    cause: null,
    proof: null,
    seconds: (performance.now() - started) / 1000,
    ...outcome,
  });
  if (request.check === 'sh' && !context.options.allowExec) {
    return finished({
      status: 'UNVERIFIED',
      evidence: 'A command of the spec runs on this machine only when --allow-exec is given',
      fix: 'Read the block, then run again with --allow-exec.',
    });
  }
  const limit = Math.max(checkLimit, check.limit(request.params)) + context.options.timeout;
  let limitSignal: AbortSignal | undefined;
  let container: Resources['container'] | undefined;
  // An engine that is gone by now explains nothing; what was found stands.
  const exitDetails = async (found: Fail): Promise<Fail> =>
    container === undefined
      ? found
      : attachContainerExit(found, container, context.signal).catch(() => found);
  try {
    const needs = needsOf(request);
    const acquired = await Promise.all(needs.map(async (id) => [id, await pool.get(id)] as const));
    if (needs.includes('container')) container = await pool.get('container');
    await waitForStart();
    started = performance.now();
    limitSignal = AbortSignal.timeout(limit);
    const found = await check.run(
      request.params,
      // Exactly the handles that the check declares.
      Object.fromEntries(acquired) as unknown as Resources,
      {
        signal: AbortSignal.any([context.signal, limitSignal]),
        progress,
        yieldTurn,
      },
    );
    const verdict = earlier?.compared(request, found) ?? found;
    const shown = verdict.status === 'FAIL' ? await exitDetails(verdict) : verdict;
    return finished(fromVerdict(shown, strict));
  } catch (error) {
    const silence =
      container === undefined ? undefined : noResponseFailure(error, container.command);
    if (silence !== undefined) return finished(fromVerdict(await exitDetails(silence), strict));
    const acquired = error instanceof AcquireError ? error.cause : error;
    if (acquired instanceof ImageFault)
      return finished(fromVerdict({ status: 'FAIL', ...acquired.fail }, strict));
    if (error instanceof Ambiguous) {
      return finished({ status: 'AMBIGUOUS', evidence: error.message, fix: error.hint });
    }
    const fault = machineFaultOf(error);
    if (fault !== undefined) {
      const { code: cause, message, hint: fix } = fault;
      const evidence = `Could not be measured: ${message}`;
      return finished({ status: 'ERROR', evidence, cause, diagnosis: message, fix });
    }
    const message = limitSignal?.aborted
      ? `Not finished within ${limit / 1000} s`
      : messageOf(error);
    const cause = error instanceof AcquireError ? `no-${error.resource}` : null;
    return finished({ status: 'ERROR', evidence: `Could not be measured: ${message}`, cause });
  }
}

function fromVerdict(
  verdict: Verdict,
  strict: boolean,
): Pick<CheckResult, 'status' | 'evidence'> & Partial<CheckResult> {
  const proven = { measured: verdict.measured ?? {}, command: verdict.command ?? null };
  if (verdict.status === 'FAIL') {
    const { status, evidence, expected, actual, fix, diagnosis = null, cause = null } = verdict;
    return { ...proven, status, evidence, expected, actual, fix, diagnosis, cause };
  }
  if (verdict.standIn === undefined)
    return { ...proven, status: 'PASS', evidence: verdict.evidence, proof: 'direct' };
  const evidence = `${verdict.evidence} (stand-in: ${verdict.standIn})`;
  if (!strict) return { ...proven, status: 'PASS', evidence, proof: 'stand-in' };
  return {
    ...proven,
    status: 'UNVERIFIED',
    evidence: `Only a stand-in was tried, and --strict asks for the real thing. ${evidence}`,
  };
}

function reportItem(
  { item, verdict, reason, checks }: Interpretation,
  requests: readonly Claim[],
  results: readonly CheckResult[],
): ReportItem {
  const own = checks.flatMap((request) => {
    const index = requests.findIndex((other) => isDeepStrictEqual(other, request));
    const result = results[index];
    return result === undefined ? [] : [result];
  });
  const shown = {
    id: item.id,
    section: item.section.join(' › '),
    line: item.line,
    text: item.text,
    kind: item.kind === 'constraint' ? ('constraint' as const) : ('criterion' as const),
    proof: null,
    checks: own,
  };
  if (verdict === 'waived') return { ...shown, status: 'WAIVED', evidence: reason };
  if (verdict === 'expired') return { ...shown, status: 'FAIL', evidence: reason };
  if (verdict !== 'checkable') {
    return {
      ...shown,
      status: verdict === 'ambiguous' ? 'AMBIGUOUS' : 'UNVERIFIED',
      evidence: reason,
    };
  }
  const status = statusOfItem(own);
  const telling = own.filter((result) => result.status === status);
  return {
    ...shown,
    status,
    proof:
      status !== 'PASS'
        ? null
        : own.some(({ proof }) => proof === 'stand-in')
          ? 'stand-in'
          : 'direct',
    evidence: [...new Set(telling.map(({ evidence }) => evidence))].join('; '),
  };
}

/** The last station before a report: whatever was quoted, no secret leaves that is known or has the form of one. */
function clean<T>(told: T, { secrets }: RunSettings['context']): T {
  const inside = (value: unknown): unknown => {
    if (typeof value === 'string') return masked(secrets.redact(value));
    if (Array.isArray(value)) return value.map(inside);
    if (value !== null && typeof value === 'object') {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, inside(inner)]));
    }
    return value;
  };
  // The shape is kept: strings become strings.
  return inside(told) as T;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
