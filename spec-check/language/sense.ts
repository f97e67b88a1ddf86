import type { AnyCheck, Claim } from '../model/check.ts';
import type { Sense, ValueKind, Values } from '../model/language.ts';
import { groups } from './lexicon.ts';
import type { Term } from './terms.ts';

/** What a clause claims, or the question that it leaves open. */
export type Found = { readonly claims: readonly Claim[] } | { readonly question: string };

/** A clause: what is said, and on what conditions. */
export interface Clause {
  readonly main: readonly Term[];
  /** Each begins with its conjunction. */
  readonly conditions: readonly (readonly Term[])[];
}

/** A sense, read once. */
export interface ReadSense {
  readonly check: AnyCheck;
  readonly sense: Sense;
  readonly required: readonly Required[];
  readonly allowed: ReadonlySet<string>;
  readonly given: ReadonlySet<string>;
  readonly when: readonly Required[];
  readonly rather: ReadonlySet<string>;
}

interface Required {
  readonly options: readonly string[];
  /** All values of the kind in one claim, not a claim for each. */
  readonly together: boolean;
}

/** Reads what a check says of its sentences. */
export function readSense(sense: Sense, check: AnyCheck): ReadSense {
  const required = requiredOf(sense.says);
  const when = requiredOf(sense.when ?? '');
  return {
    check,
    sense,
    required,
    when,
    allowed: new Set([
      ...required.flatMap(({ options }) => options),
      ...expand(sense.with ?? ''),
      ...expand(sense.headless ? '' : (check.language.with ?? '')),
    ]),
    given: new Set(expand(sense.given ?? '')),
    rather: new Set(expand(sense.rather ?? '')),
  };
}

function requiredOf(says: string): Required[] {
  return says
    .split(' ')
    .filter(Boolean)
    .map((part) => ({
      options: part.replace('+', '').split('|').flatMap(expand),
      together: part.includes('+'),
    }));
}

function expand(names: string): string[] {
  return names
    .split(' ')
    .filter(Boolean)
    .flatMap((name) => groups[name]?.split(' ') ?? [name]);
}

/** The senses that could be meant by some of the terms: all that they require is there. */
export function possible(senses: readonly ReadSense[], terms: readonly Term[]): ReadSense[] {
  const there = new Set(terms.flatMap(({ concepts }) => [...concepts]));
  return senses.filter(({ required }) =>
    required.every(({ options }) => options.some((option) => there.has(option))),
  );
}

/**
 * What a sense makes of a clause: undefined unless it takes up every word. `ignoring` are words that may be
 * left over, to find what is near.
 */
export function match(
  read: ReadSense,
  clause: Clause,
  ignoring: (term: Term) => boolean = () => false,
): Found | undefined {
  const conditions = judged(read, clause.conditions);
  if (conditions === undefined) return undefined;
  const main = withoutContrast(read, clause.main);
  const terms = [...main, ...conditions.inlined];
  if (main.filter(({ role }) => role === 'not').length !== (read.sense.not ?? 0)) return undefined;
  if (deniesAnother(read, main)) return undefined;
  const words = main.filter((term, at) => isWord(term, at, main) && !ignoring(term));
  if (!words.every((word) => has(word, read.allowed))) return undefined;
  if (
    !read.required.every(({ options }) =>
      terms.some((one) => options.some((option) => one.concepts.has(option))),
    )
  )
    return undefined;
  if (read.sense.asks !== undefined) return { question: read.sense.asks };
  return claimsOf(read, terms);
}

function has({ concepts }: Term, names: ReadonlySet<string>): boolean {
  for (const concept of concepts) if (names.has(concept)) return true;
  return false;
}

/** "Secrets or passwords" is one thing; any other "or" is a word like the rest. */
function isWord(term: Term, at: number, terms: readonly Term[]): boolean {
  if (term.role === 'word') return true;
  if (!term.concepts.has('or')) return false;
  const [before, after] = [
    terms.slice(0, at).findLast(({ role }) => role === 'word'),
    terms.slice(at + 1).find(({ role }) => role === 'word'),
  ];
  return before === undefined || after === undefined || !sameThing(before, after);
}

function sameThing(one: Term, other: Term): boolean {
  return [...one.concepts].some(
    (concept) => !concept.startsWith('{') && other.concepts.has(concept),
  );
}

/** Conditions that say nothing but that it runs. */
const circumstance = new Set(
  'container app image docker system start run up ours process there runtime require variable environment'.split(
    ' ',
  ),
);

function judged(
  read: ReadSense,
  conditions: Clause['conditions'],
): { readonly inlined: readonly Term[] } | undefined {
  const inlined: Term[] = [];
  let met = read.when.length === 0;
  for (const [conjunction, ...terms] of conditions) {
    const words = terms.filter((term, at) => isWord(term, at, terms));
    const negations = terms.filter(({ role }) => role === 'not').length;
    if (words.length === 0) return undefined;
    // "While it starts" is another time than when it runs.
    if (
      /^while$/i.test(conjunction?.raw ?? '') &&
      words.some(({ concepts }) => concepts.has('start'))
    )
      return undefined;
    const exact = conjunction?.concepts.has('only') ? [...words, conjunction] : words;
    const allowed = new Set([...read.when.flatMap(({ options }) => options), ...circumstance]);
    if (
      !met &&
      negations === (read.sense.whenNot ?? 0) &&
      read.when.every(({ options }) =>
        [...terms, ...exact].some(({ concepts }) => options.some((option) => concepts.has(option))),
      ) &&
      exact.every((word) => has(word, allowed))
    ) {
      met = true;
    } else if (negations > 0 || conjunction?.concepts.has('only')) return undefined;
    else if (words.every((word) => given(read, word))) inlined.push(...terms);
    else if (!words.every(idle)) return undefined;
  }
  return met ? { inlined } : undefined;
}

/** Says nothing but that it runs. */
function idle(word: Term): boolean {
  return has(word, circumstance) && !holdsValue(word);
}

function given({ given: words }: ReadSense, word: Term): boolean {
  return has(word, words) || (words.size > 0 && idle(word));
}

function holdsValue({ values }: Term): boolean {
  return Object.keys(values).length > 0;
}

/** "…, not root", where the sense says that its own thing may be set against that. */
function withoutContrast({ rather }: ReadSense, main: readonly Term[]): readonly Term[] {
  if (rather.size === 0) return main;
  const at = main.findIndex(
    ({ role, concepts }, index) =>
      role === 'not' &&
      index > 0 &&
      (concepts.has('instead') || has(main[index - 1] ?? none, edge)),
  );
  if (at === -1) return main;
  const end = main.findIndex(
    ({ role, concepts }, index) => index > at && role === 'join' && !concepts.has('or'),
  );
  const until = end === -1 ? main.length : end;
  const contrast = main.slice(at + 1, until).filter(({ role }) => role === 'word');
  const denied = main.slice(at + 1, until).some(({ role }) => role === 'not');
  return contrast.length > 0 && !denied && contrast.every((word) => has(word, rather))
    ? [...main.slice(0, at), ...main.slice(until)]
    : main;
}

/** "Runs as root, not as app" does not deny root: what is set apart must deny what the sense requires. */
function deniesAnother({ required }: ReadSense, main: readonly Term[]): boolean {
  const at = main.findIndex(
    ({ role }, index) => role === 'not' && index > 0 && has(main[index - 1] ?? none, edge),
  );
  return (
    at !== -1 &&
    !main
      .slice(at)
      .some((term) =>
        required.some(({ options }) => options.some((option) => term.concepts.has(option))),
      )
  );
}

const edge = new Set(['(', ',', '—', ';', 'and', ':']);
const none: Term = { raw: '', concepts: new Set(), values: {}, doubt: {}, role: 'free' };

/** Which kinds of values a sense names, those that must be there first. */
function claimsOf(read: ReadSense, terms: readonly Term[]): Found | undefined {
  const { sense, check, required, allowed } = read;
  const assigned = new Map<ValueKind, Term[]>();
  const taken = new Set<Term>();
  const kinds = [...allowed].filter((name) => name.startsWith('{'));
  for (const name of kinds) {
    // The names are those of kinds, in braces.
    const kind = name.slice(1, -1) as ValueKind;
    const own = terms.filter((term) => term.concepts.has(name) && !taken.has(term));
    for (const term of own) taken.add(term);
    if (own.length > 0) assigned.set(kind, own);
  }
  const doubt = [...assigned].flatMap(([kind, own]) =>
    own.flatMap((term) => term.doubt[kind] ?? []),
  )[0];
  if (doubt !== undefined) return { question: doubt };
  const several = [...assigned].filter(
    ([kind, own]) =>
      own.length > 1 &&
      !required.some(({ options, together }) => together && options.includes(`{${kind}}`)),
  );
  const [spread, ...more] = several;
  if (more.length > 0) return undefined;
  if (spread !== undefined && !required.some(({ options }) => options.includes(`{${spread[0]}}`)))
    return undefined;
  const turns: (Term | undefined)[] = spread?.[1] ?? [undefined];
  const claims: Claim[] = [];
  for (const turn of turns) {
    const values = valuesOf(terms, assigned, spread?.[0], turn);
    const given =
      typeof sense.params === 'function' ? sense.params(values) : filled(sense.params, values);
    const wanted = Array.isArray(given) ? given : [given];
    if (wanted.length === 0) return undefined;
    for (const params of wanted) {
      const valid = check.params.safeParse(params);
      if (!valid.success)
        return {
          question: `${check.title}: the sentence leaves open which (${check.language.examples[0] ?? ''})`,
        };
      claims.push({ check: check.id, params: valid.data as Claim['params'] });
    }
    for (const also of sense.also?.(values) ?? []) claims.push(also as Claim);
  }
  return { claims };
}

/** Parameters with the values of the sentence in place of `'{path}'` and `'{path}+'`. */
function filled(params: object = {}, values: Values): object {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => {
      const [, kind, all] = /^\{(.+)\}(\+?)$/.exec(String(value)) ?? [];
      if (kind === undefined) return [[name, value]];
      // The names are those of kinds, in braces.
      const found = values.all(kind as ValueKind);
      return found.length === 0 && !all ? [] : [[name, all ? found : found[0]]];
    }),
  );
}

function valuesOf(
  terms: readonly Term[],
  assigned: ReadonlyMap<ValueKind, readonly Term[]>,
  spread: ValueKind | undefined,
  turn: Term | undefined,
): Values {
  const all: Values['all'] = (kind) =>
    (kind === spread && turn !== undefined ? [turn] : (assigned.get(kind) ?? [])).flatMap(
      ({ values }) => {
        const value = values[kind];
        return value === undefined ? [] : [value as never];
      },
    );
  return {
    all,
    one: (kind) => all(kind)[0],
    has: (concept) => terms.some(({ concepts }) => concepts.has(concept)),
    count: (concept) => terms.filter(({ concepts }) => concepts.has(concept)).length,
  };
}
