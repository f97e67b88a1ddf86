import { closest } from 'fastest-levenshtein';
import type { AnyCheck, Claim } from '../model/check.ts';
import { type ExplicitCheck, SpecError } from './spec.ts';

/** What a check written under an item asks for. Throws SpecError for a mistake. */
export function readExplicit(written: ExplicitCheck, checks: readonly AnyCheck[]): Claim {
  const known = checks.map(({ id }) => id);
  const check = checks.find(({ id }) => id === written.check);
  if (check === undefined) {
    throw new SpecError('unknown-check', `There is no check "${written.check}".`, {
      line: written.line,
      hint: `Did you mean "${closest(written.check, known)}"? spec-check checks lists them.`,
    });
  }
  const parsed = check.params.safeParse(
    Object.fromEntries(
      Object.entries(written.params).map(([key, value]) => [
        key,
        key === 'source' ? value : typed(value),
      ]),
    ),
  );
  if (parsed.success) return { check: check.id, params: parsed.data as Claim['params'] };
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new SpecError(
    'bad-parameter',
    `The check "${check.id}" does not take these parameters: ${where === '' ? '' : `${where}: `}${issue?.message}.`,
    {
      line: written.line,
      hint:
        check.examples[0] === undefined
          ? `How it is written: ${check.proof}`
          : `For example: ${check.examples[0]}`,
    },
  );
}

/** `status=200` is a number, `root=false` a truth value, `body={"a":1}` JSON; the rest is text. */
function typed(value: string): unknown {
  if (/^(true|false|\d{1,15}|\{.*\}|\[.*\])$/.test(value)) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }
  return value;
}
