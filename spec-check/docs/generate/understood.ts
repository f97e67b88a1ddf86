import { parseSpec } from '../../language/document/parse-spec.ts';
import { interpret } from '../../language/interpret.ts';
import type { AnyCheck } from '../../model/check.ts';
import type { Interpretation } from '../../model/interpretation.ts';

/** What lines mean, each as a criterion of a spec that says nothing else, in their order. */
export function understoodAlone(
  lines: readonly string[],
  checks: readonly AnyCheck[],
): readonly Interpretation[] {
  if (lines.length === 0) return [];
  const text = `# An API\n\n## Success Criteria\n\n${lines.map((line) => `- [ ] ${line}\n`).join('')}`;
  // Before every waiver ends.
  return interpret(parseSpec(Buffer.from(text), 'spec.md'), checks, new Date(0));
}
