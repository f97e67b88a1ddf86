import type { Interpretation } from '../model/interpretation.ts';
import type { Spec } from '../model/spec.ts';

/** Lines that look like promises and are none of those that are checked, without non-goals and headings. */
export function notChecked(
  { items, promiseLines }: Spec,
  interpretations: readonly Interpretation[],
) {
  const heads = items.filter(({ kind, form }) => kind === 'context' && form === 'paragraph');
  return interpretations
    .filter(({ item, verdict }) => verdict === 'context' && item.kind === 'context')
    .filter(({ item }) => promiseLines.includes(item.line))
    .filter(({ item }) => !heads.some(({ line }) => line === item.line))
    .map(({ item: { line, text }, reason }) => ({ line, text, reason }));
}
