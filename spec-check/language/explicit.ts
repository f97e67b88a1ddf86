import { closest } from 'fastest-levenshtein';
import * as z from 'zod';
import type { AnyCheck, Claim } from '../model/check.ts';
import { commandName } from '../model/command-name.ts';
import { fromJson } from '../model/from-json.ts';
import { type ExplicitCheck, type Spec, SpecError } from '../model/spec.ts';
import { readQuantity } from './quantity.ts';
import { pairs, tokenize } from './words.ts';

/** What the checks written under each item ask for. Throws one SpecError with all mistakes of the spec's annotations. */
export function readWritten({ items, mistakes }: Spec, checks: readonly AnyCheck[]) {
  const found = [...mistakes];
  const read = items.map((item) => {
    const claims = item.explicit.flatMap((written) => {
      const one = readExplicit(written, checks);
      if (!(one instanceof SpecError)) return [one];
      found.push(one);
      return [];
    });
    return [item, claims] as const;
  });
  const [first, ...others] = found.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (first) throw new SpecError(first.code, first.message, { ...first, others });
  return new Map(read);
}

function readExplicit(written: ExplicitCheck, checks: readonly AnyCheck[]): Claim | SpecError {
  const known = checks.map(({ id }) => id);
  const check = checks.find(({ id }) => id === written.check);
  if (check === undefined)
    return new SpecError('unknown-check', `There is no check "${written.check}".`, {
      line: written.line,
      hint: `Did you mean "${closest(written.check, known)}"? ${commandName} checks lists them.`,
    });
  const exact = Object.fromEntries(
    Object.entries(written.params).map(([key, is]) => [key, key === 'source' ? is : typed(is)]),
  );
  const keys = 'shape' in check.params ? Object.keys(check.params.shape as object) : [];
  const first = check.params.safeParse(exact);
  const human = check.params.safeParse(readHumanParameters(exact, keys));
  const parsed = !first.success && human.success ? human : first;
  if (parsed.success) return { check: check.id, params: parsed.data as Claim['params'] };
  const { issues } = parsed.error;
  const issue = issues.find(({ code }) => code === 'unrecognized_keys') ?? issues[0];
  const [example = check.proof] = check.language.examples;
  const isBlock = 'source' in written.params;
  const wrong = [...(isBlock ? [] : (issue?.path ?? [])), issue?.message].join(': ');
  const message = `The ${isBlock ? `${check.id} block cannot be read` : `check "${check.id}" does not take these parameters`}: ${wrong}.`;
  const unknown = issue?.code === 'unrecognized_keys' && issue.keys[0];
  const takes = keys.includes('op') ? [...keys, ...Object.keys(sides)] : keys;
  const near = unknown ? `Did you mean ${closest(unknown, takes)}=…? ` : '';
  return new SpecError('bad-parameter', message, {
    line: written.line,
    hint: isBlock ? example : `${near}For example: ${example}`,
  });
}

/** `status=200` is a number, `root=false` a truth value, `body={"a":1}` JSON; the rest is text. */
function typed(value: string): unknown {
  const isJson = /^(true|false|\d{1,15}|\{.*\}|\[.*\])$/.test(value);
  return isJson ? (fromJson(z.unknown(), value) ?? value) : value;
}

/** Keys that say on which side of a limit it must be. */
const sides = pairs('max <=|within <=|under <|below <|min >=|over >|above >');

/** Parameters as people write them: `max=200MB` → `{ op: '<=', bytes: 200000000 }`. */
function readHumanParameters(
  written: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Record<string, unknown> {
  const read: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(written)) {
    const tokens = tokenize(String(value));
    const amount = tokens.length === 1 ? readQuantity(tokens) : undefined;
    const [dimension, other] = amount?.dimensions ?? [];
    const doubtful = Object.keys(amount?.doubt ?? {}).length > 0;
    if (dimension === undefined || other !== undefined || doubtful)
      read[key] = typeof value === 'string' && value.includes(',') ? value.split(/\s*,\s*/) : value;
    else if (keys.includes(`${key}Ms`)) read[`${key}Ms`] = amount?.bare;
    else if (keys.includes(key) || sides[key] === undefined) read[key] = amount?.bare;
    else Object.assign(read, { op: sides[key], [dimension]: amount?.bare });
  }
  return read;
}
