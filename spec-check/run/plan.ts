import { checkOf } from '../checks/check-of.ts';
import type { CheckId } from '../model/check.ts';
import { type Interpretation, type Spec, SpecError } from '../model/spec.ts';

export type RunPlan = ReturnType<typeof planRun>;

export type Selection = Readonly<Record<'only' | 'skip', readonly CheckId[]>>;

/** The promises to prove; one that `--only` or `--skip` leaves only a part of is UNVERIFIED. */
export function planRun(spec: Spec, items: readonly Interpretation[], { only, skip }: Selection) {
  const promises = items.flatMap((item) => (item.verdict === 'context' ? [] : whenRun(item)));
  const wanted = (id: CheckId) => (only.length === 0 || only.includes(id)) && !skip.includes(id);

  const kept = promises.flatMap((promise): Interpretation[] => {
    if (promise.checks.length === 0) return only.length === 0 ? [promise] : [];
    const checks = promise.checks.filter(({ check }) => wanted(check));
    if (checks.length === promise.checks.length) return [promise];
    if (checks.length === 0) return [];
    const missing = promise.checks.filter(({ check }) => !wanted(check)).map(({ check }) => check);
    const reason = `Part of it was left out by --only or --skip: ${missing.join(', ')}`;
    return [{ ...promise, verdict: 'unverified', checks, reason }];
  });
  if (kept.length === 0) {
    const asked = new Set(promises.flatMap(({ checks }) => checks.map(({ check }) => check)));
    throw new SpecError(
      'nothing-selected',
      'No promise of the spec asks for a check that --only and --skip leave.',
      { hint: `The spec asks for: ${[...asked].join(', ')}` },
    );
  }
  const leftOut = promises.length - kept.length;
  return { spec, items: kept, leftOut, notChecked: notChecked(spec, items) };
}

/** Lines that look like promises and are not checked, without non-goals and what only heads or dates a list. */
function notChecked({ items, promiseLines }: Spec, interpretations: readonly Interpretation[]) {
  const heads = items.filter(
    ({ kind, form, note }) =>
      kind === 'context' && form === 'paragraph' && !/^(?:Under|No) /.test(note),
  );
  return interpretations
    .filter(({ item, verdict }) => verdict === 'context' && item.kind === 'context')
    .filter(({ item }) => promiseLines.includes(item.line))
    .filter(({ item }) => !heads.some(({ line }) => line === item.line))
    .map(({ item: { line, text }, reason }) => ({ line, text, reason }));
}

/** What a line leaves open, the check asks the image. */
function whenRun({ open, ...item }: Interpretation): Interpretation {
  if (open === undefined) return item;
  const { check, params } = open;
  return { ...item, verdict: 'checkable', checks: [{ check, params }] };
}

/** What the sentences of a spec say about the containers that are started for it. */
export function optionsInSpec(items: readonly Interpretation[]) {
  const claims = items.flatMap(({ checks }) => checks);
  const declared = claims.flatMap((claim) => checkOf(claim).declares?.(claim.params) ?? []);
  const pathsIn = (name: 'path' | 'resource') =>
    claims.flatMap(({ params: { [name]: path } }) =>
      typeof path === 'string' && path.startsWith('/') ? path : [],
    );
  const required = declared.flatMap(({ variable, required }) =>
    // The database has a value of its own.
    required && variable && variable !== 'DATABASE_URL' ? variable : [],
  );
  return {
    required: [...new Set(required)],
    portInSpec: declared.find(({ port }) => port)?.port,
    paths: [...new Set(pathsIn('path'))],
    collections: [...new Set(pathsIn('resource'))],
    portVariable: declared.find(({ variable, required }) => variable && !required)?.variable,
  };
}
