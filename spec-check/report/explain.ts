import pc from 'picocolors';
import type { AnyCheck } from '../model/check.ts';
import type { Explanation } from '../model/explanation.ts';
import type { Interpretation } from '../model/interpretation.ts';
import type { Spec } from '../model/spec.ts';

/** `explain --format json`. */
export function explainJson(spec: Spec, items: readonly Interpretation[]): Explanation {
  return {
    schema: 1,
    spec: { path: spec.path, title: spec.title },
    items: items.map(({ item, verdict, reason, checks }) => ({
      id: item.id,
      section: item.section.join(' › '),
      line: item.line,
      text: item.text,
      kind: item.kind,
      // A waiver or its expiry changes what a run does, not what the sentence means.
      verdict: verdict === 'waived' || verdict === 'expired' ? 'checkable' : verdict,
      reason,
      checks: checks.map(({ check, params }) => ({ check, params })),
    })),
  };
}

/** What each line of the spec was understood to mean, for a terminal. */
export function explainText(
  spec: Spec,
  items: readonly Interpretation[],
  checks: readonly AnyCheck[],
): string {
  const describe = (id: string, params: unknown) => {
    const check = checks.find((known) => known.id === id);
    return check === undefined ? id : `${pc.bold(id)}: ${check.describe(params)}`;
  };
  const blocks = items.map(({ item, verdict, reason, checks: requests }) =>
    [
      `${marks[verdict]} ${item.text} ${pc.dim(`${spec.path}:${item.line}`)}`,
      ...requests.map((request) => `    ${describe(request.check, request.params)}`),
      ...(reason === '' ? [] : [`    ${verdict === 'context' ? pc.dim(reason) : reason}`]),
    ].join('\n'),
  );
  const promises = items.filter(({ verdict }) => verdict !== 'context');
  const understood = promises.filter(({ verdict }) => verdict === 'checkable').length;
  return [
    pc.bold(spec.title),
    ...blocks,
    `${understood} of ${promises.length} promises are understood and will be measured.`,
  ].join('\n\n');
}

const marks: Readonly<Record<Interpretation['verdict'], string>> = {
  checkable: pc.green('✓'),
  unverified: pc.yellow('? UNVERIFIED'),
  ambiguous: pc.yellow('? AMBIGUOUS'),
  waived: pc.cyan('- WAIVED'),
  expired: pc.red('✗ WAIVER EXPIRED'),
  context: pc.dim('·'),
};

/** The checks, how each is proven, and some sentences that mean it, for `spec-check checks`. */
export function checksText(checks: readonly AnyCheck[]): string {
  return checks
    .map((check) =>
      [
        `${pc.bold(check.id)}  ${check.title}`,
        `    ${check.proof}`,
        `    Proven to fail when: ${check.faults.map(({ name }) => name).join('; ')}`,
        ...check.language.examples.map((sentence) => `    ${pc.dim('“')}${sentence}${pc.dim('”')}`),
      ].join('\n'),
    )
    .join('\n\n');
}
