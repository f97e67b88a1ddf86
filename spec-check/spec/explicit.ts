import { closest } from 'fastest-levenshtein';
import type { AnyCheck, CheckRequest } from '../checks/check.ts';
import { type ExplicitCheck, SpecError } from './spec.ts';

/** Checks of the catalogue that this version does not have: a spec may name them, and they are never passed. */
const planned = ['http', 'sh', 'sql', 'labels', 'architecture', 'tag'];

/** What a check written under an item asks for, or why it cannot be proven yet. Throws SpecError for a mistake. */
export function readExplicit(
  written: ExplicitCheck,
  checks: readonly AnyCheck[],
): CheckRequest | { readonly missing: string } {
  if (planned.includes(written.check)) {
    return {
      missing: `The check "${written.check}" (line ${written.line}) is not available in this version`,
    };
  }
  const known = checks.map(({ id }) => id);
  const check = checks.find(({ id }) => id === written.check);
  if (check === undefined) {
    throw new SpecError('unknown-check', `There is no check "${written.check}".`, {
      line: written.line,
      hint: `Did you mean "${closest(written.check, known)}"? spec-check checks lists them.`,
    });
  }
  const parsed = check.params.safeParse(
    Object.fromEntries(Object.entries(written.params).map(([key, value]) => [key, typed(value)])),
  );
  if (parsed.success) return { check: check.id, params: parsed.data as CheckRequest['params'] };
  const [issue] = parsed.error.issues;
  const where = issue?.path.join('.') ?? '';
  throw new SpecError(
    'bad-parameter',
    `The check "${check.id}" does not take these parameters: ${where === '' ? '' : `${where}: `}${issue?.message}.`,
    {
      line: written.line,
      hint: `For example: ${check.examples[0] ?? check.title}`,
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
