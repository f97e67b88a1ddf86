import { hash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { projectHeaders } from '../api-client/http-request.ts';
import { checkOf } from '../checks/check-of.ts';
import { type Claim, distinct } from '../model/check.ts';
import { commandName } from '../model/command-name.ts';
import type { RunEvent } from '../model/events.ts';
import { instructionOf } from '../model/format.ts';
import type { CheckResult, Report } from '../model/report.ts';
import type { Dockerfile } from '../model/resources.ts';
import information from '../package.json' with { type: 'json' };
import { catalogueOf } from '../resources/deployed.ts';
import type { Catalogue } from '../resources/resource.ts';
import { clean } from '../secrets/mask.ts';
import { atATime } from './all-of.ts';
import { locateInDockerfile } from './locate-in-dockerfile.ts';
import { reportItem, totals } from './outcome.ts';
import type { RunPlan } from './plan.ts';
import { messageOf, resourcePool } from './pool.ts';
import { type ProofSettings, proveClaim } from './prove.ts';

export interface RunSettings extends ProofSettings {
  readonly emit: (event: RunEvent) => void;
  /** The time that all its times count from, by `performance.now()`; now unless given. */
  readonly started?: number;
  /** What the checks are given instead of the usual resources. */
  readonly catalogue?: Catalogue;
}

/** Proves every distinct claim once, then releases all. Rejects only when the signal aborts. */
export async function run(plan: RunPlan, settings: RunSettings): Promise<Report> {
  const { context, emit, started = performance.now() } = settings;
  const { secrets, signal, options } = context;
  const now = () => performance.now() - started;
  const claims = distinct(plan.items.flatMap(({ checks }) => checks));
  emit({
    type: 'planned',
    items: plan.items.map((one) => ({
      item: clean(reportItem(one, []), secrets),
      checkable: one.verdict === 'checkable',
      descriptions: one.checks.map(describe),
    })),
    checks: claims.length,
    leftOut: plan.leftOut,
  });
  const { results, engine, pushed, ...made } = await projectHeaders.run(
    options.settings.headers ?? {},
    () => proveAll(claims, settings, now),
  );
  signal.throwIfAborted();
  // What runs at a URL was not built here.
  const { image, build } = options.url ? {} : made;
  if (image !== undefined) {
    const layers = image.layers.map(({ bytes, createdBy }) => {
      return { bytes, instruction: instructionOf(createdBy) };
    });
    emit({ type: 'image', layers: clean(layers, secrets) });
  }
  if (build?.kind !== 'given') blame(results, build?.dockerfile);
  const { title, sha256, promiseLines } = plan.spec;
  const items = plan.items.map((item) => clean(reportItem(item, results), secrets));
  return {
    schema: 1,
    spec: {
      ...{ path: plan.spec.path, title, sha256 },
      promiseLines: promiseLines.length,
      notChecked: [...plan.notChecked],
    },
    image: image ? { id: image.id, reference: image.reference, bytes: image.bytes } : null,
    engine: engine ? { version: engine.version, host: engine.host } : null,
    ...totals(items, now() / 1000),
    run: {
      finished: new Date().toISOString(),
      version: information.version,
      complete: plan.leftOut === 0,
      dockerfile: image?.dockerfile ? hash('sha256', image.dockerfile.text) : null,
      commit: image?.config.Labels['org.opencontainers.image.revision'] ?? null,
      pushed: pushed ? `${pushed.reference.replace(/:[^:/]+$/, '')}@${pushed.digest}` : null,
    },
  };
}

/** The result of each claim, and what was made for them, which is released by then. */
async function proveAll(claims: readonly Claim[], settings: RunSettings, now: () => number) {
  const { context, strict, emit, catalogue = catalogueOf(context.options) } = settings;
  const progress = (message: string, isDetail = false) =>
    emit({ type: 'progress', message: clean(message, context.secrets), isDetail, at: now() });
  const onReleaseError = (resource: string, error: unknown) => {
    const left = `Could not remove what "${resource}" left (${messageOf(error)})`;
    progress(`${left}; run: ${commandName} clean`);
  };
  const shown = { ...context, progress };
  await using pool = resourcePool(catalogue, shown, onReleaseError, (type, name) =>
    emit({ type, name, what: name, at: now() }),
  );
  const results: CheckResult[] = [];
  const take = async (claim: Claim) => {
    const own = { name: claim.check, what: describe(claim) };
    const begin = () => emit({ type: 'started', ...own, at: now() });
    const result = await proveClaim(claim, pool, { context, strict, progress, begin });
    // An interrupted check has no result.
    context.signal.throwIfAborted();
    emit({ type: 'finished', ...own, result: clean(result, context.secrets), at: now() });
    // Unmasked: its parameters, which may hold a password, tell to which promise it belongs.
    results.push(result);
  };
  const isAlone = (claim: Claim) => checkOf(claim).order === 'alone';
  const others = claims.filter((one) => !isAlone(one));
  await atATime(atOnce * availableParallelism(), others, take);
  await atATime(1, claims.filter(isAlone), take);
  return { results, ...(await pool.acquired()) };
}

/** Says of each FAIL which line of the Dockerfile it is about. */
function blame(results: readonly CheckResult[], dockerfile: Dockerfile | undefined): void {
  const file = dockerfile && path.relative('', dockerfile.path);
  for (const result of results.filter(({ status }) => status === 'FAIL')) {
    result.dockerfileLine = locateInDockerfile(result, dockerfile?.text);
    const code = dockerfile?.text.split(/\r?\n/)[(result.dockerfileLine ?? 0) - 1]?.trim();
    if (code) result.dockerfileCode = code;
    if (file && file !== 'Dockerfile') result.dockerfile = file;
  }
}

/** Checks for each processor: most of them wait, and more containers than that would keep each other from starting. */
const atOnce = 6;

const describe = (claim: Claim): string => checkOf(claim).describe(claim.params);
