import { checks } from '../checks/index.ts';
import type { Claim } from '../model/check.ts';
import type { CheckResult, Status } from '../model/report.ts';
import type { Build, Engine } from '../model/resources.ts';
import type { RunOptions } from '../resources/resource.ts';
import type { Earlier, Subject } from '../run/earlier.ts';
import { digest, type Inputs, keyOf } from './key.ts';
import { isReusable } from './reusable.ts';
import { type Figure, figureOf, movement } from './trend.ts';

/** A result, and when it was measured. */
export interface KeptResult {
  /** ISO 8601. */
  readonly at: string;
  readonly result: CheckResult;
}

export interface KeptFigure extends Figure {
  /** ISO 8601. */
  readonly at: string;
}

/** What runs leave for later ones. */
export interface Kept {
  /** By request, inputs, image and engine. */
  readonly results: Map<string, KeptResult>;
  /** By spec and request: what was measured last. */
  readonly figures: Map<string, KeptFigure>;
  build: Build | undefined;
}

/** Which results stand for later runs; none unless it is asked for. */
export interface Reuse {
  readonly statuses: readonly Status[];
  /** Milliseconds. */
  readonly maxAge: number;
}

/** What `kept` knows for a run with these inputs; what that run measures goes there, too. */
export function earlierRuns(
  kept: Kept,
  inputs: Inputs,
  {
    spec,
    options,
    reuse: { statuses, maxAge },
  }: { readonly spec: string; readonly options: RunOptions; readonly reuse: Reuse },
): Earlier {
  const told = new Map<Claim, string>();
  const engineIds = new Map<Engine, Promise<string>>();
  const keys = new Map<Claim, string>();
  const key = (request: Claim) => {
    const known = keys.get(request) ?? keyOf(request, inputs);
    keys.set(request, known);
    return known;
  };
  const whole = async (request: Claim, { engine, image }: Subject) => {
    const id = engineIds.get(engine) ?? engineId(engine);
    engineIds.set(engine, id);
    const on = { engine: await id, version: engine.version, image: image.id };
    return `${key(request)}.${digest(on)}`;
  };
  const isYoung = ({ at }: KeptResult) => {
    const age = Date.now() - Date.parse(at);
    return age >= 0 && age <= maxAge;
  };
  const keeps = (request: Claim) =>
    statuses.length > 0 && isReusable(request, needsOf(request), options);
  return {
    build: kept.build,
    mayKnow: (request) =>
      keeps(request) &&
      [...kept.results].some(([name, one]) => name.startsWith(key(request)) && isYoung(one)),
    async resultOf(request, on) {
      const found = kept.results.get(await whole(request, on));
      const holds = found && isYoung(found) && statuses.includes(found.result.status);
      return holds ? reused(found) : undefined;
    },
    compared(request, verdict) {
      const figure = figureOf(verdict);
      if (figure === undefined) return verdict;
      const name = digest({ spec, check: request.check, params: request.params });
      const moved = movement(figure, kept.figures.get(name));
      kept.figures.set(name, { ...figure, at: new Date().toISOString() });
      told.set(request, moved);
      return { ...verdict, evidence: `${verdict.evidence}${moved}` };
    },
    keeps,
    async measured(request, result, on) {
      const name = await whole(request, on);
      // What was known no longer holds.
      kept.results.delete(name);
      if (statuses.includes(result.status))
        kept.results.set(name, {
          at: new Date().toISOString(),
          // Another run has another last time.
          result: { ...result, evidence: result.evidence.replace(told.get(request) ?? '', '') },
        });
    },
    built(build) {
      kept.build = build;
    },
  };
}

function needsOf({ check: id, params }: Claim) {
  const check = checks.find((known) => known.id === id);
  return check === undefined ? [] : [...check.needs, ...check.alsoNeeds(params)];
}

/** The engine's own; another engine behind the same socket has another. */
function engineId({ docker }: Engine): Promise<string> {
  return docker.read(['info', '--format', '{{.ID}}'], { signal: AbortSignal.timeout(30_000) });
}

function reused({ at, result }: KeptResult): CheckResult {
  return {
    ...result,
    evidence: `${result.evidence} (reused from ${localTime(new Date(at))})`,
    measured: { ...result.measured, reusedFrom: at },
    seconds: 0,
  };
}

/** `2026-11-26 10:12`, where this runs. */
function localTime(date: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [date.getFullYear(), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
