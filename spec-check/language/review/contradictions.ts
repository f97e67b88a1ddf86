import { isDeepStrictEqual } from 'node:util';
import type { AnyCheck, Claim, PromisedVariable } from '../../model/check.ts';
import type { Conflict, Finding } from '../../model/finding.ts';
import type { Interpretation } from '../../model/interpretation.ts';
import type { SpecItem } from '../../model/spec.ts';
import { tokenize } from '../words.ts';
import { isNegated, quoted, subjectWords } from './subject.ts';

/** Promises of one spec that cannot all hold, and promises that it takes back elsewhere. */
export function contradictions(
  interpretations: readonly Interpretation[],
  checks: readonly AnyCheck[],
): Finding[] {
  const claims = interpretations.flatMap(({ item, checks }) =>
    checks.map((request) => ({ item, request })),
  );
  const found = [
    ...pairs(claims).flatMap(([first, second]) => {
      const why = conflict(first.request, second.request, checks);
      return why === undefined ? [] : [against(first.item, second.item, why)];
    }),
    ...differentLimits(interpretations),
    ...interpretations.flatMap(({ item }) => twoLimitsInOne(item)),
    ...promisedNonGoals(interpretations),
  ];
  // Two items may disagree in several ways; one is enough to look at them.
  return found.filter(
    ({ line, fix }, index) =>
      found.findIndex((other) => other.line === line && other.fix === fix) === index,
  );
}

interface ItemClaim {
  readonly item: SpecItem;
  readonly request: Claim;
}

function pairs(claims: readonly ItemClaim[]): [ItemClaim, ItemClaim][] {
  return claims.flatMap((first, index) =>
    claims.slice(index + 1).map((second): [ItemClaim, ItemClaim] => [first, second]),
  );
}

function against(first: SpecItem, second: SpecItem, { code, reason }: Conflict): Finding {
  const same = first.line === second.line;
  return {
    code,
    level: 'error',
    line: second.line,
    message: same
      ? `${quoted(second)} contradicts itself: ${reason}.`
      : `${quoted(second)} contradicts line ${first.line}, ${quoted(first)}: ${reason}.`,
    fix: same
      ? 'Decide which of the two is meant, and say only that.'
      : `Decide which of lines ${first.line} and ${second.line} holds, and remove the other.`,
  };
}

/** Why two checks cannot both pass, or are two different answers to one question. */
function conflict(first: Claim, second: Claim, checks: readonly AnyCheck[]): Conflict | undefined {
  if (isDeepStrictEqual(first, second)) return undefined;
  const [check, other] = [first, second].map((claim) =>
    checks.find(({ id }) => id === claim.check),
  );
  if (check === other) return check?.conflict(first.params, second.params);
  return (
    requiredWithDefault(check?.variable(first.params), other?.variable(second.params)) ??
    requiredWithDefault(other?.variable(second.params), check?.variable(first.params))
  );
}

function requiredWithDefault(
  one: PromisedVariable | undefined,
  other: PromisedVariable | undefined,
): Conflict | undefined {
  return one?.required && other !== undefined && !other.required && one.name === other.name
    ? { code: 'required-with-default', reason: `${one.name} is required and has a default` }
    : undefined;
}

/** Sentences that no check covers, alike but for their limit: `memory under 128MB`, `memory under 256MB`. */
function differentLimits(interpretations: readonly Interpretation[]): Finding[] {
  const limited = interpretations
    .filter(({ verdict }) => verdict === 'unverified' || verdict === 'ambiguous')
    .flatMap(({ item }) => {
      const tokens = tokenize(item.text);
      const limits = tokens.filter((token) => token.kind === 'number' && token.unit !== '');
      const topic = tokens
        .map((token) => (limits.includes(token) ? '#' : token.raw.toLowerCase()))
        .join(' ');
      return limits.length === 1 ? [{ item, topic }] : [];
    });
  return limited.flatMap(({ item, topic }, index) => {
    const earlier = limited.slice(0, index).find((other) => other.topic === topic);
    if (earlier === undefined || earlier.item.text === item.text) return [];
    // The same words may speak of two things under two headings.
    if (!isDeepStrictEqual(earlier.item.section.slice(1), item.section.slice(1))) return [];
    return [
      against(earlier.item, item, { code: 'two-limits', reason: 'two limits for one thing' }),
    ];
  });
}

function twoLimitsInOne(item: SpecItem): Finding[] {
  const limits =
    /(?:under|below|than|most|within|to|over|above|<=?|≤)\s+(\d[\d.,]*\s?[a-zA-Z]+)\s+or\s+((?:under|below|at most)?\s*\d[\d.,]*\s?(?:[kKMGT]i?B|ms|s|seconds?))\b/.exec(
      item.text,
    );
  if (item.kind === 'non-goal' || limits === null) return [];
  const reason = `"${limits[1]} or ${limits[2]}" are two limits for one thing`;
  return [against(item, item, { code: 'two-limits', reason })];
}

/** A criterion that the non-goals exclude, in the same words or nearly so. */
function promisedNonGoals(interpretations: readonly Interpretation[]): Finding[] {
  const items = interpretations.map(({ item }) => item);
  const nonGoals = items.filter(({ kind }) => kind === 'non-goal');
  return items
    .filter(({ kind }) => kind === 'criterion' || kind === 'constraint')
    .flatMap((item) => {
      const taken = nonGoals.find((nonGoal) => excludes(nonGoal, item));
      if (taken === undefined) return [];
      return [
        {
          code: 'promised-non-goal',
          level: 'error' as const,
          line: item.line,
          message: `${quoted(item)} is promised here and excluded in line ${taken.line}, ${quoted(taken)}.`,
          fix: `Keep one: remove it from the non-goals in line ${taken.line}, or from here.`,
        },
      ];
    });
}

function excludes(nonGoal: SpecItem, item: SpecItem): boolean {
  // "No database inside" agrees with the non-goal "a database inside".
  if (isNegated(item.text) && !isNegated(nonGoal.text)) return false;
  // "Under 50MB" may be excluded where 150MB is promised.
  const promisedLimits = limitsOf(item.text);
  if (!limitsOf(nonGoal.text).every((limit) => promisedLimits.includes(limit))) return false;
  const [out, promised] = [subjectWords(nonGoal.text), subjectWords(item.text)];
  if (out.size === 0 || ![...out].every((word) => promised.has(word))) return false;
  // The fewer words they share, the more of the promise they must be.
  const share = out.size / promised.size;
  return share === 1 || (out.size === 2 && share > 0.6) || (out.size > 2 && share >= 0.5);
}

function limitsOf(text: string): string[] {
  return tokenize(text).flatMap((token) => (token.kind === 'number' ? [token.raw] : []));
}
