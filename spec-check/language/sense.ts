import type { AnyCheck, Claim, Sense, ValueKind, Values } from '../model/check.ts';
import type { OpenClaim } from '../model/spec.ts';
import type { Term } from './terms.ts';

export type Found =
  | { readonly claims: readonly Claim[] }
  | { readonly question: string; readonly open?: OpenClaim | undefined };

export interface Clause {
  readonly main: readonly Term[];
  /** Each begins with its conjunction. */
  readonly conditions: readonly (readonly Term[])[];
}

export type ReadSense = ReturnType<typeof readSense>;

export function readSense(own: Sense, check: AnyCheck) {
  const { given = '', params = {}, rather = '' } = check.language;
  const sense = { given, params, rather, ...own };
  const required = requiredOf(sense.says);
  const requiring = new Set(required.flatMap(({ options }) => [...options]));
  const when = requiredOf(sense.when);
  return {
    check,
    sense,
    required,
    when,
    whenAllowed: new Set(when.flatMap(({ options }) => [...options])),
    requiring,
    allowed: new Set([
      ...requiring,
      ...namesIn(sense.with),
      ...namesIn(sense.headless ? '' : check.language.with),
    ]),
    unless: new Set(namesIn(sense.unless)),
    given: new Set(namesIn(sense.given)),
    rather: new Set(namesIn(sense.rather)),
  };
}

/** `together`: all values of the kind in one claim, not a claim for each. */
const requiredOf = (says?: string) =>
  namesIn(says).map((part) => ({
    options: new Set(part.replaceAll('+', '').split('|')),
    together: part.includes('+'),
  }));

const namesIn = (names = ''): string[] => names.split(' ').filter(Boolean);

/** The senses that could be meant by some of the terms: all that they require is there. */
export function possible(senses: readonly ReadSense[], terms: readonly Term[]): ReadSense[] {
  const there = new Set(terms.flatMap(({ concepts }) => [...concepts]));
  return senses.filter(({ required }) =>
    required.every(({ options }) => !options.isDisjointFrom(there)),
  );
}

/** What a sense makes of a clause: undefined unless it takes up every word but `ignoring`. */
export function match(
  read: ReadSense,
  clause: Clause,
  ignoring: (term: Term) => boolean = () => false,
): Found | undefined {
  const conditions = judged(read, clause.conditions);
  if (conditions === undefined) return undefined;
  const main = withoutContrast(read, clause.main);
  const terms = [...main, ...conditions];
  if (main.filter(({ role }) => role === 'not').length !== (read.sense.not ?? 0)) return undefined;
  if (deniesAnother(read, main) || terms.some((one) => has(one, read.unless))) return undefined;
  const words = main.filter((term, at) => isWord(term, at, main) && !ignoring(term));
  if (!words.every((word) => has(word, read.allowed))) return undefined;
  if (!holds(read.required, terms)) return undefined;
  const { asks, open } = read.sense;
  if (asks === undefined) return claimsOf(read, terms);
  const claimed = open && !main.some(({ raw }) => several.test(raw)) && claimsOf(read, terms);
  const claim = claimed && 'claims' in claimed ? claimed.claims[0] : undefined;
  return { question: asks, open: open && claim && { ...claim, ...open } };
}

/** "Health endpoints": no one path settles them. */
const several = /(?:endpoint|check|probe|route)s$/i;

const holds = (required: ReadSense['required'], terms: readonly Term[]): boolean =>
  required.every(({ options }) => terms.some((one) => has(one, options)));

const has = ({ concepts }: Term, names: ReadonlySet<string>): boolean =>
  !concepts.isDisjointFrom(names);

/** "Secrets or passwords" is one thing; any other "or" is a word like the rest. */
function isWord(term: Term, at: number, terms: readonly Term[]): boolean {
  if (term.role === 'word') return true;
  if (!term.concepts.has('or')) return false;
  const before = terms.slice(0, at).findLast(({ role }) => role === 'word');
  const after = terms.slice(at + 1).find(({ role }) => role === 'word');
  // "`alpine` or `debian`": values are two things, whatever kind they are of.
  const valued = [before, after].every((one) => Object.keys(one?.values ?? {}).length > 0);
  const shared = [...(before?.concepts ?? [])].filter((concept) => after?.concepts.has(concept));
  return valued || shared.every((concept) => concept.startsWith('{'));
}

/** Conditions that say nothing but that it runs. */
const circumstances =
  'container app image docker system start run up ours process there runtime require variable environment actor observe ready correctly now';
const circumstance = new Set(circumstances.split(' '));

/** The conditions that stand in for words of the clause; undefined where one says more than the sense takes. */
function judged(read: ReadSense, conditions: Clause['conditions']): Term[] | undefined {
  const inlined: Term[] = [];
  let met = read.when.length === 0;
  // "When it is built" says nothing more of an image, and another time of what runs.
  const builtOnly = !read.check.needs.some((need) => need.startsWith('container'));
  for (const [conjunction = none, ...terms] of conditions) {
    const only = conjunction.concepts.has('only');
    // "When `A` or `B` is missing": each of them.
    const each = terms.some(({ concepts }) => concepts.has('{variable}'));
    const words = terms.filter((it, at) => it.role === 'word' || (!each && isWord(it, at, terms)));
    const denied = terms.some(({ role }) => role === 'not');
    // "While it starts" is another time than when it runs; "when `/health` is available" says that it may not be.
    const says = (concept: string) => words.some(({ concepts }) => concepts.has(concept));
    const starting = /^while$/i.test(conjunction.raw) && says('start');
    const open = says('{path}') && ['there', 'exist', 'present'].some(says);
    const branch = words.every(({ raw }) => /^(?:main|release|prod(?:uction)?)$/i.test(raw));
    if (branch || starting || denied || open) return undefined;
    const fits =
      !met &&
      holds(read.when, [...terms, conjunction]) &&
      (only ? [...words, conjunction] : words).every(
        (word) => has(word, read.whenAllowed) || has(word, circumstance),
      );
    if (fits) met = true;
    else if (only) return undefined;
    else if (words.every((word) => given(read, word))) inlined.push(...terms);
    else if (!words.every((word) => idle(word) || (builtOnly && word.concepts.has('build'))))
      return undefined;
  }
  return met ? inlined : undefined;
}

/** Says nothing but that it runs. */
const idle = (word: Term) => has(word, circumstance) && Object.keys(word.values).length === 0;

const given = ({ given: words }: ReadSense, word: Term): boolean =>
  has(word, words) || (words.size > 0 && idle(word));

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
  // "`npm ci`, not `npm ci --force`": what has the one may have the other.
  const isPart = (raw: string) => main.some(({ values }) => raw.startsWith(`${values.code} `));
  const denied = main.slice(at + 1, until).some(({ role, raw }) => role === 'not' || isPart(raw));
  return contrast.length > 0 && !denied && contrast.every((word) => has(word, rather))
    ? [...main.slice(0, at), ...main.slice(until)]
    : main;
}

/** "Runs as root, not as app" does not deny root: what is set apart must deny what the sense requires. */
function deniesAnother({ requiring }: ReadSense, main: readonly Term[]): boolean {
  const at = main.findIndex(({ role }, nth) => role === 'not' && has(main[nth - 1] ?? none, edge));
  return at !== -1 && !main.slice(at).some((term) => has(term, requiring));
}

const edge = new Set(['(', ')', ',', '—', ';', 'and', ':']);
const none: Term = { raw: '', concepts: new Set(), values: {}, doubt: {}, role: 'free' };

/** What a sense claims of the values that it names, those that must be there first. */
function claimsOf(read: ReadSense, terms: readonly Term[]): Found | undefined {
  const { sense, check, required, allowed } = read;
  const assigned = new Map<ValueKind, Term[]>();
  const taken = new Set<Term>();
  for (const name of allowed) {
    if (!name.startsWith('{')) continue;
    const isFree = (term: Term) => name === '{stage}' || !taken.has(term);
    const own = terms.filter((term) => term.concepts.has(name) && isFree(term));
    for (const term of own) taken.add(term);
    // The names are those of kinds, in braces.
    if (own.length > 0) assigned.set(name.slice(1, -1) as ValueKind, own);
  }
  for (const [kind, own] of assigned)
    for (const { doubt } of own) if (doubt[kind] !== undefined) return { question: doubt[kind] };
  const requiring = (kind: ValueKind) => required.filter(({ options }) => options.has(`{${kind}}`));
  // What takes no value claims the same of them all.
  const fixed =
    typeof sense.params !== 'function' && !/\{\w/.test(Object.values(sense.params).join());
  if (sense.not && !fixed && [...assigned.values()].some((own) => !isList(own, terms)))
    return undefined;
  const [spread, ...more] = [...assigned].filter(
    ([kind, own]) => !fixed && own.length > 1 && !requiring(kind).some(({ together }) => together),
  );
  if (more.length > 0 || (spread !== undefined && requiring(spread[0]).length === 0))
    return undefined;
  const claims: Claim[] = [];
  for (const turn of spread?.[1] ?? [undefined]) {
    const own = new Map(assigned);
    if (spread !== undefined && turn !== undefined) own.set(spread[0], [turn]);
    const values = valuesOf(terms, own);
    const wanted = [
      typeof sense.params === 'function' ? sense.params(values) : filled(sense.params, values),
    ].flat();
    if (wanted.length === 0) return undefined;
    for (const params of wanted) {
      const given = Object.entries(params).filter(([, value]) => value !== undefined);
      const valid = check.params.safeParse(Object.fromEntries(given));
      if (!valid.success)
        return {
          question: `${check.title}: the sentence leaves open which (${check.language.examples[0] ?? ''})`,
        };
      claims.push({ check: check.id, params: valid.data as Claim['params'] });
    }
    const also = typeof sense.also === 'function' ? sense.also(values) : sense.also;
    claims.push(...(also ?? []).map((one) => ({ ...one, params: filled(one.params, values) })));
  }
  return { claims };
}

/** "No `curl` or `wget`", and not "`curl`, not `wget`": what is denied of one holds for all. */
const isList = (own: readonly Term[], terms: readonly Term[]): boolean =>
  terms
    .slice(terms.indexOf(own[0] ?? none), terms.indexOf(own.at(-1) ?? none))
    .every((one) => own.includes(one) || one.raw === 'nor' || !/^(?:word|not)$/.test(one.role));

/** Parameters with the values of the sentence in place of `'{path}'` and `'{path}+'`. */
const filled = (params: object = {}, values: Values): Claim['params'] =>
  Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => {
      const [, kind, all] = /^\{(.+)\}(\+?)$/.exec(String(value)) ?? [];
      if (kind === undefined) return [[name, value]];
      // The names are those of kinds, in braces.
      const found = values.all(kind as ValueKind);
      return found.length === 0 && !all ? [] : [[name, all ? found : found[0]]];
    }),
  );

function valuesOf(terms: readonly Term[], given: ReadonlyMap<ValueKind, readonly Term[]>): Values {
  const all: Values['all'] = (kind) =>
    (given.get(kind) ?? []).flatMap(({ values }) =>
      values[kind] === undefined ? [] : [values[kind] as never],
    );
  const of = (concept: string) => terms.filter(({ concepts }) => concepts.has(concept));
  return {
    all,
    one: (kind) => all(kind)[0],
    has: (concept) => of(concept).length > 0,
    count: (concept) => of(concept).length,
  };
}
