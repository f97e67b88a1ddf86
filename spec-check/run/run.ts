import { checkOf } from '../checks/check-of.ts';
import type { Claim } from '../model/check.ts';
import { commandName } from '../model/command-name.ts';
import type { RunEvent } from '../model/events.ts';
import { instructionOf } from '../model/format.ts';
import type { CheckResult, Report } from '../model/report.ts';
import type { ResourceContext } from '../resources/resource.ts';
import { resources } from '../resources/resources.ts';
import { clean } from '../secrets/mask.ts';
import { locateInDockerfile } from './locate-in-dockerfile.ts';
import { exitCodeOf, summarize } from './outcome.ts';
import type { RunPlan } from './plan.ts';
import { ResourcePool } from './pool.ts';
import { messageOf, prove } from './prove.ts';
import { reportItem } from './report-of.ts';
import { schedule } from './schedule.ts';
import { startGate } from './start-gate.ts';

export interface RunSettings {
  readonly context: Omit<ResourceContext, 'progress'>;
  /** A PASS against a substitute counts as UNVERIFIED. */
  readonly strict: boolean;
  readonly emit: (event: RunEvent) => void;
}

/**
 * Proves a plan: every distinct claim once, in the order of its schedule. Shared resources are released
 * before this returns. Rejects only when the signal aborts, after the release.
 */
export async function run(plan: RunPlan, { context, strict, emit }: RunSettings): Promise<Report> {
  const started = performance.now();
  const now = () => performance.now() - started;
  const { first, together, alone } = schedule(
    plan.items.flatMap(({ checks }) => checks),
    checkOf,
  );
  emit({
    type: 'planned',
    items: plan.items.map(({ item, verdict, checks }) => ({
      text: item.text,
      checkable: verdict === 'checkable',
      descriptions: checks.map(describe),
    })),
    checks: first.length + together.length + alone.length,
    leftOut: plan.leftOut,
  });

  const progress = (message: string) =>
    emit({ type: 'progress', message: context.secrets.redact(message), at: now() });
  const pool = new ResourcePool(
    resources,
    { ...context, progress },
    (resource, error) =>
      progress(
        `Could not remove what "${resource}" left (${messageOf(error)}); run: ${commandName} clean`,
      ),
    (event) => {
      const at = event.at - started;
      emit(
        event.type === 'acquired' ? { ...event, from: event.from - started, at } : { ...event, at },
      );
    },
  );
  const gate = startGate(first, longestTurn);
  const proveOne = async (claim: Claim): Promise<CheckResult> => {
    const { needs, alsoNeeds, order } = checkOf(claim);
    const what = describe(claim);
    emit({
      type: 'started',
      check: claim.check,
      what,
      needs: [...needs, ...alsoNeeds(claim.params)],
      alone: order === 'alone',
      at: now(),
    });
    const yieldTurn = () => gate.yieldTurn(claim);
    const waitForStart = () => gate.waitForStart(claim, context.signal);
    const result = await prove(claim, pool, { context, strict, progress, waitForStart, yieldTurn });
    yieldTurn();
    // An interrupted check has no result.
    context.signal.throwIfAborted();
    emit({ type: 'finished', what, result: clean(result, context.secrets), at: now() });
    // As it is: its parameters, which may hold a password, say to which promise it belongs.
    return result;
  };

  let results: readonly CheckResult[] = [];
  let image: Report['image'] = null;
  let engine: Report['engine'] = null;
  try {
    results = await allOf([...first, ...together].map(proveOne));
    for (const claim of alone) results = [...results, await proveOne(claim)];
    const checked = await pool.acquired('image');
    if (checked !== undefined) {
      const { id, reference, bytes } = checked;
      image = { id, reference, bytes };
      const layers = checked.layers.map((layer) => ({
        bytes: layer.bytes,
        instruction: instructionOf(layer.createdBy),
      }));
      emit({ type: 'image', layers: clean(layers, context.secrets) });
    }
    results = results.map((result) =>
      result.status === 'FAIL'
        ? { ...result, dockerfileLine: locateInDockerfile(result, checked?.dockerfile?.text) }
        : result,
    );
    const used = await pool.acquired('engine');
    if (used !== undefined) engine = { version: used.version, host: used.host };
  } finally {
    await pool[Symbol.asyncDispose]();
  }
  context.signal.throwIfAborted();

  const { path, title, sha256 } = plan.spec;
  const items = clean(
    plan.items.map((item) => reportItem(item, results)),
    context.secrets,
  );
  const report: Report = {
    schema: 1,
    spec: {
      path,
      title,
      sha256,
      promiseLines: plan.spec.promiseLines.length,
      notChecked: [...plan.notChecked],
    },
    image,
    engine,
    summary: summarize(items, now() / 1000),
    exitCode: exitCodeOf(items),
    items,
  };
  emit({ type: 'summary', report });
  return report;
}

/** Milliseconds that others leave the processors to checks that begin first, which may never come to their wait. */
const longestTurn = 1500;

/** Like `Promise.all`, and waits for the others too when one rejects: they still hold resources. */
async function allOf<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}

/** What a claim measures, in a few words. */
function describe(claim: Claim): string {
  return checkOf(claim).describe(claim.params);
}
