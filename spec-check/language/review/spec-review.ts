import type { AnyCheck } from '../../model/check.ts';
import { type Finding, inReadingOrder } from '../../model/finding.ts';
import type { Interpretation } from '../../model/interpretation.ts';
import type { Spec } from '../../model/spec.ts';
import { brief } from '../document/text.ts';
import { contradictions } from './contradictions.ts';
import { nonGoals, unusedDependencies } from './coverage.ts';
import { questions } from './questions.ts';
import { wording } from './wording.ts';

/** Errors where a spec contradicts itself, warnings with a sentence to write instead, and at most five questions. */
export function reviewSpec(
  spec: Spec,
  interpretations: readonly Interpretation[],
  checks: readonly AnyCheck[],
): Finding[] {
  const errors = [...contradictions(interpretations, checks), ...expiredWaivers(interpretations)];
  const worded = wording(interpretations, checks).filter(
    // "Under 200MB or 250MB" is told once, as the contradiction that it is.
    ({ code, line }) =>
      !['ambiguous', 'not-measured'].includes(code) || !errors.some((error) => error.line === line),
  );
  return inReadingOrder([
    ...errors,
    ...worded,
    ...unusedDependencies(spec, interpretations, checks),
    ...nonGoals(spec),
    ...questions(spec),
  ]);
}

function expiredWaivers(interpretations: readonly Interpretation[]): Finding[] {
  return interpretations.flatMap(({ item: { text, waiver }, verdict }): Finding[] => {
    if (verdict !== 'expired' || waiver === undefined) return [];
    const { line, until } = waiver;
    const message = `The waiver of ${brief(text)} ended on ${until}: the promise counts as failed.`;
    const fix = 'Meet the promise and remove the waiver, or give it a new date and say why.';
    return [{ code: 'expired-waiver', level: 'error', line, message, fix }];
  });
}
