import { checkOf } from '../checks/check-of.ts';
import { type NotChecked, notChecked } from '../language/not-checked.ts';
import type { CheckId } from '../model/check.ts';
import type { Interpretation } from '../model/interpretation.ts';
import { type Spec, SpecError } from '../model/spec.ts';

/** What one run proves: the promises of a spec, after `--only` and `--skip`. */
export interface RunPlan {
  readonly spec: Spec;
  readonly items: readonly Interpretation[];
  /** Items that `--only` or `--skip` took out. */
  readonly leftOut: number;
  /** Lines that look like promises and are not among the items. */
  readonly notChecked: readonly NotChecked[];
}

/** Which checks a person asked for on the command line. */
export interface Selection {
  readonly only: readonly CheckId[];
  readonly skip: readonly CheckId[];
}

/**
 * The promises to prove. `--only` keeps the promises that ask for one of its checks; `--skip` takes out
 * those that ask for nothing else. A promise that loses only part of its checks can't be told any
 * more, and is UNVERIFIED.
 */
export function planRun(
  spec: Spec,
  items: readonly Interpretation[],
  { only, skip }: Selection,
): RunPlan {
  const promises = items.filter(({ verdict }) => verdict !== 'context');
  const wanted = (check: CheckId) =>
    (only.length === 0 || only.includes(check)) && !skip.includes(check);

  const kept = promises.flatMap((promise): Interpretation[] => {
    if (promise.checks.length === 0) return only.length === 0 ? [promise] : [];
    const checks = promise.checks.filter(({ check }) => wanted(check));
    if (checks.length === promise.checks.length) return [promise];
    if (checks.length === 0) return [];
    const missing = promise.checks.filter(({ check }) => !wanted(check)).map(({ check }) => check);
    return [
      {
        ...promise,
        verdict: 'unverified',
        checks,
        reason: `Part of it was left out by --only or --skip: ${missing.join(', ')}`,
      },
    ];
  });
  if (kept.length === 0) {
    throw new SpecError(
      'nothing-selected',
      'No promise of the spec asks for a check that --only and --skip leave.',
      {
        hint: `The spec asks for: ${[...new Set(promises.flatMap(({ checks }) => checks.map(({ check }) => check)))].join(', ')}`,
      },
    );
  }
  const leftOut = promises.length - kept.length;
  return { spec, items: kept, leftOut, notChecked: notChecked(spec, items) };
}

/** The default port that a sentence of the spec promises, for an image that exposes none. */
export function portInSpec(items: readonly Interpretation[]): number | undefined {
  return items
    .flatMap(({ checks }) => checks)
    .map((claim) => checkOf(claim).defaultPort(claim.params))
    .find((port) => port !== undefined);
}

/** Paths that sentences of the spec say something about: `/healthz`. */
export function pathsInSpec(items: readonly Interpretation[]): readonly string[] {
  const paths = items
    .flatMap(({ checks: requests }) => requests)
    .flatMap(({ params: { path } }) =>
      typeof path === 'string' && path.startsWith('/') ? path : [],
    );
  return [...new Set(paths)];
}

/** The variable by which a sentence of the spec moves the port. */
export function portVariable(items: readonly Interpretation[]): string | undefined {
  return items
    .flatMap(({ checks }) => checks)
    .map((claim) => checkOf(claim).portVariable(claim.params))
    .find((variable) => variable !== undefined);
}

/** Variables that the spec calls required, apart from the database's. */
export function requiredVariables(items: readonly Interpretation[]): string[] {
  const named = items
    .flatMap(({ checks }) => checks)
    .map((claim) => checkOf(claim).variable(claim.params))
    .flatMap((variable) => (variable?.required ? [variable.name] : []));
  return [...new Set(named)].filter((name) => name !== 'DATABASE_URL');
}
