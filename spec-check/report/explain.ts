import pc from 'picocolors';
import type { AnyCheck } from '../model/check.ts';
import type { Explanation } from '../model/explanation.ts';
import type { Interpretation, Spec } from '../model/spec.ts';
import { notUnderstood } from './report-text.ts';

export function explainJson({ path, title }: Spec, items: readonly Interpretation[]): Explanation {
  return {
    schema: 1,
    spec: { path, title },
    items: items.map(({ item: { id, section, line, text, kind }, verdict, reason, checks }) => ({
      id,
      section: section.join(' › '),
      line,
      text,
      kind,
      // A waiver or its expiry changes what a run does, not what the sentence means.
      verdict: verdict === 'waived' || verdict === 'expired' ? 'checkable' : verdict,
      reason,
      checks: checks.map(({ check, params }) => ({ check, params })),
    })),
  };
}

export function explainText(
  spec: Spec,
  items: readonly Interpretation[],
  catalogue: readonly AnyCheck[],
): string {
  const blocks = items.map(({ item, verdict, reason, checks }) =>
    [
      `${marks[verdict]} ${item.text} ${pc.dim(`${spec.path}:${item.line}`)}`,
      ...checks.map(({ check, params }) => {
        const means = catalogue.find(({ id }) => id === check)?.describe(params);
        return `    ${pc.bold(check)}: ${means}`;
      }),
      reason === '' ? [] : `    ${verdict === 'context' ? pc.dim(reason) : reason}`,
    ]
      .flat()
      .join('\n'),
  );
  const promises = items.filter(({ verdict }) => verdict !== 'context');
  const understood = promises.filter(({ verdict }) => verdict === 'checkable').length;
  return [
    pc.bold(spec.title),
    ...blocks,
    ...(promises.some(({ verdict }) => verdict === 'unverified') ? [notUnderstood] : []),
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
  const blocks = checks.map(({ id, title, proof, faults, language }) =>
    [
      `${pc.bold(id)}  ${title}`,
      proof,
      `Proven to fail when: ${faults.map(([name]) => name).join('; ')}`,
      ...language.examples.map((sentence) => `“${sentence}”`),
    ].join('\n    '),
  );
  return blocks.join('\n\n');
}
