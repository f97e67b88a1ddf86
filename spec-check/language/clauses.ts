import { isDeepStrictEqual } from 'node:util';
import type { AnyCheck, Claim } from '../model/check.ts';
import { type Clause, type Found, match, possible, type ReadSense, readSense } from './sense.ts';
import type { Term } from './terms.ts';

/** All that can be said, words that may describe the image, and names that stand for it. */
export type Language = ReturnType<typeof languageOf>;

export function languageOf(checks: readonly AnyCheck[]) {
  const senses =
    read.get(checks) ??
    checks.flatMap((check) => check.language.senses.map((sense) => readSense(sense, check)));
  read.set(checks, senses);
  const none: ReadonlySet<string> = new Set();
  return { checks, senses, names: none, subjects: none };
}

const read = new WeakMap<readonly AnyCheck[], readonly ReadSense[]>();

interface Reading {
  readonly terms: readonly Term[];
  /** Words of headings, which may be the subject of a value that stands alone. */
  readonly topics: readonly (readonly Term[])[];
  /** Whether a heading divides the section that it stands in. */
  readonly headed: boolean;
}

/** More places where a clause may end than this, and a line is a list of something else. */
const mostJoins = 16;

/** What a line means, as one clause or as several that are all understood. */
export function meaningOf({ terms, topics, headed }: Reading, language: Language) {
  // What no word list has, no sense takes up.
  if (terms.some(({ role, concepts }) => role === 'word' && concepts.size === 0)) return undefined;
  const senses = possible(language.senses, [...terms, ...topics.flat()]).filter(
    ({ sense }) => sense.headless !== true || !headed,
  );
  const known = new Map<string, Found | undefined>();
  if (terms.length > 200) return undefined;
  const joins = terms.filter(({ role }) => role === 'join').length;
  return joins > mostJoins ? one(terms) : clauses(0, []);

  /** From here on: as one clause, else as two that are both understood, the later with the earlier one's subject where it has none. */
  function clauses(from: number, subject: readonly Term[]): Found | undefined {
    const key = `${from} ${subject.length}`;
    if (!known.has(key)) known.set(key, first(divided(from, subject)));
    return known.get(key);
  }

  function* divided(from: number, subject: readonly Term[]): Generator<Found | undefined> {
    const rest = terms.slice(from);
    yield* alone(rest, subject);
    for (const at of joinsOf(rest)) {
      const head = rest.slice(0, at);
      // "…, for reproducible builds" is what it is for.
      const purpose = rest[at + 1]?.concepts.has('for');
      if (purpose || [head, rest.slice(at + 1)].some(isCondition)) continue;
      const found = first(alone(head, subject));
      if (found === undefined || borrowsNegation(head, rest.slice(at + 1))) continue;
      const other = clauses(from + at + 1, subject.length > 0 ? subject : head);
      if (other !== undefined) yield both(found, other);
    }
    yield* denials(rest);
  }

  /** "No secrets, keys or `.env` files in the image": what all are denied, each with the words around them. */
  function* denials(clause: readonly Term[]): Generator<Found | undefined> {
    const denied = clause.findIndex(({ role }) => role === 'not');
    const said = (from: number) =>
      [...clause, { role: 'if' }].findIndex(
        ({ role }, at) => at >= from && role !== 'free' && role !== 'join',
      );
    for (const at of denied === -1 ? [] : joinsOf(clause, true)) {
      const x = clause.findLastIndex(({ role }, index) => index < at && role === 'word');
      const starts = [x];
      for (let end = at; clause[end]?.role === 'join'; end = Math.max(...starts) + 1)
        starts.push(said(end));
      if (x <= denied || starts.some((one) => clause[one]?.role !== 'word' || isVerb(clause[one])))
        continue;
      const last = starts.at(-1) ?? 0;
      for (const after of starts.length > 1 ? [last + 1, last + 2] : []) {
        const around = (start: number, end: number) =>
          one([...clause.slice(0, x), ...clause.slice(start, end), ...clause.slice(after)]);
        const each = starts.map((start) => around(start, start === last ? after : start + 1));
        yield each.reduce((all, found) => all && found && both(all, found));
      }
    }
  }

  function* alone(clause: readonly Term[], subject: readonly Term[]): Generator<Found | undefined> {
    yield one(clause);
    const short = clause.length < 4 || clause.some(({ values }) => Object.keys(values).length > 0);
    for (const beginning of [...beginnings(subject), ...(short ? topics : [])])
      yield withBorrowed(beginning, clause);
  }

  /** What a beginning of an earlier clause and these words mean together, and that beginning not by itself. */
  function withBorrowed(beginning: readonly Term[], clause: readonly Term[]): Found | undefined {
    const found = one([...beginning, ...clause]);
    return found !== undefined && isDeepStrictEqual(found, one(beginning)) ? undefined : found;
  }

  function one(clause: readonly Term[]): Found | undefined {
    const ends = clause.slice(0, -1).some(({ role, raw }) => role === 'join' && raw === ';');
    if (ends || !clause.some(({ role }) => role === 'word')) return undefined;
    for (const way of clausesOf(clause)) {
      const found = senses.flatMap((sense) => match(sense, way) ?? []);
      if (found.length === 0) continue;
      const meaning = settled(found, language);
      // "… answers 200, container reports healthy": a part that promises more by itself is not swallowed.
      return partsOf(clause).some((part) => saysMore(one(part), meaning, language))
        ? undefined
        : meaning;
    }
    return undefined;
  }
}

/** The first that claims something, else the first that asks. */
export function first(found: Iterable<Found | undefined>): Found | undefined {
  let question: Found | undefined;
  for (const one of found) {
    if (one !== undefined && 'claims' in one) return one;
    question ??= one;
  }
  return question;
}

/** The parts of a clause between commas and "and"; none where it has one part. */
function partsOf(clause: readonly Term[]): (readonly Term[])[] {
  const ends = joinsOf(clause).filter((at) => !/^(?:with|:)$/i.test(clause[at]?.raw ?? ''));
  const sorted = [-1, ...ends.sort((a, b) => a - b), clause.length];
  return ends.length === 0 || clause.some(({ role }) => role === 'if')
    ? []
    : sorted.slice(1).map((end, index) => clause.slice((sorted[index] ?? 0) + 1, end));
}

/** Whether a part claims something of a check that the whole leaves out. */
function saysMore(part: Found | undefined, whole: Found | undefined, { checks }: Language) {
  const [own = [], all = []] = [part, whole].map((one) =>
    one !== undefined && 'claims' in one ? one.claims : [],
  );
  const isImplied = ({ check }: Claim) =>
    checks.some(({ id, language }) => id === check && language.implied);
  // "It starts" goes without saying where it answers, and not where nothing more is said.
  const isMore = !all.every(isImplied);
  // "`/a` and `/b` answer within 1 s" says more of `/a` than that it answers.
  const isSaid = ({ check, params: { path } }: Claim) =>
    all.some((one) => one.check === check || (path !== undefined && one.params.path === path));
  return all.length > 0 && !own.every((one) => (isMore && isImplied(one)) || isSaid(one));
}

/** One meaning, or the question which of two. */
function settled(found: readonly Found[], { checks }: Language): Found | undefined {
  const meanings = found.flatMap((one) => ('claims' in one ? [one.claims] : []));
  const other = meanings.find((claims) => !isDeepStrictEqual(claims, meanings[0]));
  if (meanings[0] === undefined) return found[0];
  if (other === undefined) return { claims: meanings[0] };
  // One that claims all that the others claim takes up more of the words.
  const most = meanings.find((claims) => meanings.flat().every((one) => isIn(one, claims)));
  if (most !== undefined) return { claims: most };
  const [one, two] = [meanings[0], other].map((claims) =>
    claims.map((claim) => described(claim, checks)).join(' and '),
  );
  return { question: `It can mean "${one}" or "${two}"` };
}

export const described = ({ check, params }: Claim, checks: readonly AnyCheck[]): string =>
  checks.find(({ id }) => id === check)?.describe(params) ?? check;

export const isIn = (claim: Claim, claims: readonly Claim[]): boolean =>
  claims.some((one) => isDeepStrictEqual(one, claim));

function both(one: Found, other: Found): Found {
  if ('question' in one) return { question: one.question };
  if ('question' in other) return { question: other.question };
  return { claims: [...one.claims, ...other.claims] };
}

/** The beginnings of a clause, shortest first: "image size" of "image size under 200MB". */
const beginnings = (subject: readonly Term[]): (readonly Term[])[] =>
  subject
    .slice(0, 8)
    .flatMap((term, at) =>
      term.role === 'word' && at < subject.length - 1 ? [subject.slice(0, at + 1)] : [],
    );

/** "When it runs as root": that promises nothing by itself. */
function isCondition(terms: readonly Term[]): boolean {
  const ends = ({ role, concepts }: Term) =>
    (role === 'join' && !concepts.has('with')) || role === 'then';
  return terms[0]?.role === 'if' && !terms.some(ends);
}

/** Where a clause may end: the longest first, "with" last, which mostly describes what stands before it. */
function joinsOf(terms: readonly Term[], either = false): number[] {
  const joins = terms
    .flatMap(({ role, concepts }, at) =>
      role === 'join' && at > 0 && (either || !concepts.has('or')) ? [at] : [],
    )
    .reverse();
  const isWith = (at: number) => terms[at]?.concepts.has('with') ?? false;
  return [...joins.filter((at) => !isWith(at)), ...joins.filter(isWith)];
}

/** "Does not run as root and listen on 80" may deny both: only a verb with an ending begins anew. */
function borrowsNegation(head: readonly Term[], rest: readonly Term[]): boolean {
  if (!head.some(({ role, raw }) => role === 'not' && /^(?:not|never)$/i.test(raw))) return false;
  const next = rest.find(({ role }) => role === 'word');
  return isVerb(next) && !/(?:s|ed|ing)$/.test(next?.raw ?? '');
}

const isVerb = (term: Term | undefined): boolean => verbs.some((verb) => term?.concepts.has(verb));

const verbs = 'run listen expose start build push pull answer use connect work contain'.split(' ');

/** What is said, and on what conditions: all ways to set them apart. */
function* clausesOf(terms: readonly Term[]): Generator<Clause> {
  const at = terms.findIndex(({ role }) => role === 'if');
  if (at === -1) {
    yield { main: terms.filter(({ role }) => role !== 'then'), conditions: [] };
    return;
  }
  const starts = terms.flatMap(({ role }, index) => (role === 'if' ? [index] : []));
  const then = terms.findLastIndex(({ role }) => role === 'then');
  const last = starts.at(-1) ?? at;
  const conditionsUntil = (end: number) =>
    starts.map((start, index) => terms.slice(start, starts[index + 1] ?? end));
  const before = terms.slice(0, at);
  if (then > last) {
    yield { main: [...before, ...terms.slice(then + 1)], conditions: conditionsUntil(then) };
    return;
  }
  if (before.some(({ role }) => role === 'word'))
    yield { main: before, conditions: conditionsUntil(terms.length) };
  const ends = terms.flatMap(({ role, concepts }, index) =>
    index > last + 1 && role === 'join' && !concepts.has('with') ? [index] : [],
  );
  for (const end of ends)
    yield { main: [...before, ...terms.slice(end + 1)], conditions: conditionsUntil(end) };
  // "If `A` is missing the container exits", and no lone "When the container runs as non-root".
  if (!before.some(({ role }) => role === 'word'))
    for (let end = last + 2; end < terms.length; end += 1)
      if (
        opening.test(terms[end]?.raw ?? '') &&
        terms.slice(last, end).filter(({ role }) => role === 'word').length > 1
      )
        yield { main: terms.slice(end), conditions: conditionsUntil(end) };
}

/** How a clause may begin, with no comma before. */
const opening = /^(?:the|it|its|an?|this|our|all|no|api|app|container|image|docker|service)$/i;
