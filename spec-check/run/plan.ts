import type { Interpretation } from '../language/interpret.ts';
import { type Spec, SpecError } from '../language/spec.ts';
import type { CheckId } from '../model/check.ts';
import type { SpecSettings } from '../resources/resource.ts';
import type { RunPlan } from './run.ts';

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
  return { spec, items: kept, leftOut: promises.length - kept.length };
}

/** What sentences of the spec say of how the image is run, for every check. */
export function settingsIn(items: readonly Interpretation[]): SpecSettings {
  const params = (id: CheckId) =>
    items
      .flatMap(({ checks }) => checks)
      .filter(({ check }) => check === id)
      .map(({ params }) => params as { readonly variable?: unknown; readonly default?: unknown });
  const texts = (values: readonly unknown[]) =>
    values.filter((value): value is string => typeof value === 'string');
  const [port] = params('port').map((one) => one.default);
  return {
    port: typeof port === 'number' ? port : undefined,
    portVariable: texts(params('port').map(({ variable }) => variable))[0],
    required: texts(params('env-required').map(({ variable }) => variable)),
  };
}
