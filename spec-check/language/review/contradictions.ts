import { isDeepStrictEqual } from 'node:util';
import type { AnyCheck, Claim } from '../../model/check.ts';
import type { Conflict, Finding } from '../../model/finding.ts';
import type { Interpretation, SpecItem } from '../../model/spec.ts';
import { brief } from '../document/text.ts';
import { twoLimits } from '../quantity.ts';
import { termsIn } from '../terms.ts';
import { tokenize } from '../words.ts';
import { isNegated, subjectWords } from './subject.ts';

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
    ...interpretations.flatMap(({ item }) => twoLimitsInOne(item)),
    ...promisedNonGoals(interpretations),
  ];
  // Two items may disagree in several ways; one is enough to look at them.
  return found.filter(
    ({ line, fix }, index) =>
      found.findIndex((other) => other.line === line && other.fix === fix) === index,
  );
}

export const pairs = <T>(all: readonly T[]): [T, T][] =>
  all.flatMap((first, at) => all.slice(at + 1).map((second): [T, T] => [first, second]));

function against(first: SpecItem, second: SpecItem, { code, reason }: Conflict): Finding {
  const { line } = second;
  const [other, both] =
    first.line === line
      ? ['itself', 'the two']
      : [`line ${first.line}, ${brief(first.text)}`, `lines ${first.line} and ${line}`];
  const message = `${brief(second.text)} contradicts ${other}: ${reason}.`;
  const fix = `Decide which of ${both} holds, and remove the other.`;
  return { code, level: 'error', line, message, fix };
}

/** Why two checks cannot both pass, or are two different answers to one question. */
export function conflict(first: Claim, second: Claim, checks: readonly AnyCheck[]) {
  if (isDeepStrictEqual(first, second)) return undefined;
  const [check, other] = [first, second].map((one) => checks.find(({ id }) => id === one.check));
  if (check === other) return check?.conflict?.(first.params, second.params);
  const declared = [check?.declares?.(first.params), other?.declares?.(second.params)];
  const variable = declared.find((one) => one?.required)?.variable;
  return variable && declared.some((one) => one?.port && one.variable === variable)
    ? { code: 'required-with-default', reason: `${variable} is required and has a default` }
    : undefined;
}

function twoLimitsInOne(item: SpecItem): Finding[] {
  const isOne = termsIn(item.text).some(({ doubt }) => Object.values(doubt).includes(twoLimits));
  const why = { code: 'two-limits', reason: 'two limits for one thing' };
  return isOne && item.kind !== 'non-goal' ? [against(item, item, why)] : [];
}

/** A criterion that the non-goals exclude, in the same words or nearly so. */
function promisedNonGoals(interpretations: readonly Interpretation[]): Finding[] {
  const items = interpretations.map(({ item }) => item);
  const nonGoals = items.filter(({ kind }) => kind === 'non-goal');
  const promises = items.filter(({ kind }) => kind === 'criterion' || kind === 'constraint');
  return promises.flatMap((item): Finding[] => {
    const taken = nonGoals.find((nonGoal) => excludes(nonGoal, item));
    if (taken === undefined) return [];
    const message = `${brief(item.text)} is promised here and excluded in line ${taken.line}, ${brief(taken.text)}.`;
    const fix = `Keep one: remove it from the non-goals in line ${taken.line}, or from here.`;
    return [{ code: 'promised-non-goal', level: 'error', line: item.line, message, fix }];
  });
}

function excludes(nonGoal: SpecItem, item: SpecItem): boolean {
  // "No database inside" agrees with the non-goal "a database inside".
  if (isNegated(item.text) && !isNegated(nonGoal.text)) return false;
  // "Under 50MB" may be excluded where 150MB is promised.
  if (!limitsOf(nonGoal.text).every((limit) => limitsOf(item.text).includes(limit))) return false;
  const [out, promised] = [subjectWords(nonGoal.text), subjectWords(item.text)];
  if (out.size === 0 || !out.isSubsetOf(promised)) return false;
  // The fewer words they share, the more of the promise they must be.
  const share = out.size / promised.size;
  return share === 1 || (out.size === 2 && share > 0.6) || (out.size > 2 && share >= 0.5);
}

const limitsOf = (text: string): string[] =>
  tokenize(text).flatMap((token) => (token.kind === 'number' ? [token.raw] : []));
