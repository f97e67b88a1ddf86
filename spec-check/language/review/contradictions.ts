import { isDeepStrictEqual } from 'node:util';
import { sameImage } from '../../dockerfile/bases.ts';
import type { CheckId, Claim } from '../../model/check.ts';
import type { Finding } from '../../model/finding.ts';
import type { Interpretation } from '../interpret.ts';
import type { SpecItem } from '../spec.ts';
import { tokenize } from '../words.ts';
import { isNegated, quoted, subjectWords } from './subject.ts';

/** Promises of one spec that cannot all hold, and promises that it takes back elsewhere. */
export function contradictions(interpretations: readonly Interpretation[]): Finding[] {
  const claims = interpretations.flatMap(({ item, checks }) =>
    checks.map((request) => ({ item, request })),
  );
  const found = [
    ...pairs(claims).flatMap(([first, second]) => {
      const why = conflict(first.request, second.request);
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

interface Conflict {
  readonly code: string;
  readonly reason: string;
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
function conflict(first: Claim, second: Claim): Conflict | undefined {
  if (isDeepStrictEqual(first, second)) return undefined;
  if (first.check === second.check) return rivals[first.check]?.(first.params, second.params);
  return defaultOfRequired(first, second) ?? defaultOfRequired(second, first);
}

type Params = Claim['params'];

const rivals: Partial<Readonly<Record<CheckId, (a: Params, b: Params) => Conflict | undefined>>> = {
  'image-size': (a, b) => (a.basis === b.basis ? rivalBounds(a, b) : undefined),
  'memory-under': rivalBounds,
  'starts-within': rivalBounds,
  'responds-within': (a, b) => (a.path === b.path ? rivalBounds(a, b) : undefined),
  'non-root': (a, b) => {
    const [first, second] = [userOf(a), userOf(b)];
    if (first.root !== undefined && second.root !== undefined && first.root !== second.root)
      return { code: 'root-and-non-root', reason: 'one demands root, the other forbids it' };
    const users = first.name !== undefined && second.name !== undefined;
    const excluded = [first, second].some(
      ({ not }, index) => not !== undefined && not === [second, first][index]?.name,
    );
    return excluded || (users && first.name !== second.name)
      ? { code: 'two-users', reason: 'the container runs as one user' }
      : undefined;
  },
  health: (a, b) =>
    a.path === b.path && !sameStatus(a.status, b.status)
      ? { code: 'two-answers', reason: `${a.path} cannot give both answers` }
      : undefined,
  port: (a, b) =>
    a.default !== undefined &&
    b.default !== undefined &&
    a.default !== b.default &&
    (a.variable === b.variable || a.variable === undefined || b.variable === undefined)
      ? { code: 'two-ports', reason: `the default port is ${a.default} or ${b.default}, not both` }
      : undefined,
  'base-image': (a, b) =>
    sameImage(String(a.image), String(b.image))
      ? undefined
      : { code: 'two-bases', reason: 'the image has one base' },
};

function rivalBounds(a: Params, b: Params): Conflict | undefined {
  const upper = [a, b].filter(({ op }) => String(op).startsWith('<'));
  if (upper.length === 2)
    return bound(a) === bound(b)
      ? undefined
      : {
          code: 'two-limits',
          reason: `two limits for one thing, ${shownBound(a)} and ${shownBound(b)}`,
        };
  if (upper.length === 0) return undefined;
  const [most] = upper;
  const least = [a, b].find((one) => one !== most);
  if (most === undefined || least === undefined) return undefined;
  const possible =
    bound(least) < bound(most) ||
    (bound(least) === bound(most) && least.op === '>=' && most.op === '<=');
  return possible
    ? undefined
    : { code: 'impossible-limits', reason: 'nothing is above the one and below the other' };
}

/** Bytes or milliseconds. */
function bound({ bytes, ms }: Params): number {
  return Number(bytes ?? ms);
}

function shownBound(params: Params): string {
  return params.bytes === undefined
    ? `${bound(params)} ms`
    : `${(bound(params) / 1e6).toLocaleString('en', { maximumFractionDigits: 1 })} MB`;
}

/** What a promise says of the user: root or not where it follows, the name or number it must or must not be. */
function userOf({ root, user, notUser, uid }: Params): {
  readonly root: boolean | undefined;
  readonly name: string | undefined;
  readonly not: string | undefined;
} {
  if (typeof root === 'boolean') return { root, name: undefined, not: root ? undefined : 'root' };
  if (user !== undefined) return { root: user === 'root', name: String(user), not: undefined };
  if (uid !== undefined) return { root: uid === 0, name: undefined, not: undefined };
  return { root: notUser === 'root' ? false : undefined, name: undefined, not: String(notUser) };
}

/** No status asked for means any 2xx. */
function sameStatus(a: unknown, b: unknown): boolean {
  const ok = (status: unknown) => status === undefined || Math.floor(Number(status) / 100) === 2;
  return a === undefined || b === undefined ? ok(a) && ok(b) : a === b;
}

function defaultOfRequired(required: Claim, given: Claim): Conflict | undefined {
  return required.check === 'env-required' &&
    given.check === 'port' &&
    given.params.default !== undefined &&
    given.params.variable === required.params.variable
    ? {
        code: 'required-with-default',
        reason: `${required.params.variable} is required and has a default`,
      }
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
