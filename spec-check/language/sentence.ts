import { isDeepStrictEqual } from 'node:util';
import type { AnyCheck, Claim, Sentence } from '../model/check.ts';
import type { SpecItem } from '../model/spec.ts';
import { ambiguousSentences } from './ambiguous.ts';
import { Candidates } from './candidates.ts';
import { neutralLabel, plainHeading } from './document/headings.ts';
import { phrases } from './phrases.ts';
import { isFree, type Matcher, matcher, parseTemplate, type Template } from './template.ts';
import { openContractions, type Token, tokenize } from './words.ts';

/** What a sentence means, before waivers and explicit checks. */
export type Meaning =
  | {
      readonly verdict: 'checkable';
      readonly checks: readonly Claim[];
      readonly reason: string;
    }
  | {
      readonly verdict: 'ambiguous' | 'unverified' | 'context';
      readonly reason: string;
      readonly checks: readonly [];
    };

/** All ways in which the sentences of one spec can be put. */
export interface Language {
  readonly checks: readonly AnyCheck[];
  readonly candidates: Candidates<Way>;
  readonly matcher: Matcher;
}

/** One way to say something: what a check understands, or what can mean two things. */
type Way =
  | {
      readonly template: Template;
      readonly check: AnyCheck;
      readonly sentence: Sentence<unknown>;
    }
  | { readonly template: Template; readonly reason: string };

/** The language of some checks; `names` are words of the spec's title, which may describe its image. */
export function languageOf(checks: readonly AnyCheck[], names: ReadonlySet<string>): Language {
  const key = [...names].sort().join(' ');
  const made = languages.get(checks) ?? new Map<string, Language>();
  languages.set(checks, made);
  const language = made.get(key) ?? makeLanguage(checks, names);
  made.set(key, language);
  return language;
}

/** Many specs have few titles. */
const languages = new WeakMap<readonly AnyCheck[], Map<string, Language>>();

function makeLanguage(checks: readonly AnyCheck[], names: ReadonlySet<string>): Language {
  const ways: Way[] = [
    ...ambiguousSentences.map(({ template, reason }) => ({ template: parsed(template), reason })),
    ...checks.flatMap((check) =>
      check.sentences.map((sentence) => ({ template: parsed(sentence.template), check, sentence })),
    ),
  ];
  return {
    checks,
    candidates: new Candidates(ways, phrases, names),
    matcher: matcher(phrases, names),
  };
}

/**
 * Understands an item as a whole, or not at all: every content word of it, its label and the headings
 * above it must be taken up by templates.
 */
export function understand(item: SpecItem, language: Language): Meaning {
  if (item.text.includes('~~')) {
    return { verdict: 'ambiguous', reason: 'Struck out: is it still promised?', checks: [] };
  }
  const { text, hints } = withoutHints(withoutDirective(openContractions(item.text)));
  const reason = hints.length === 0 ? '' : `Not executed, named as evidence: ${hints.join(', ')}`;
  const tokens = tokenize(text);
  if (tokens.length === 0)
    return { verdict: 'context', reason: reason || 'says nothing', checks: [] };

  const doubt = softened(tokens);
  if (doubt !== undefined) return { ...doubt, checks: [] };

  const read = new Reading(language, topicOf(item));
  const found =
    read.labelled(item, text) ?? read.clauses(tokens) ?? read.listed(text) ?? read.besides(text);
  if (found === undefined)
    return {
      verdict: 'unverified',
      reason: tokens.some((token) => token.kind === 'word' && token.word === 'unless')
        ? '"unless" makes an exception that no check covers'
        : `Not understood: ${quote(tokens, furthest(language, tokens))}`,
      checks: [],
    };
  if ('ambiguity' in found) return { verdict: 'ambiguous', reason: found.ambiguity, checks: [] };
  const mounts = hints.map((hint) => /--tmpfs[ =]\S+/.exec(hint)?.[0]).find(Boolean);
  if (mounts !== undefined)
    return {
      verdict: 'ambiguous',
      reason: `"${mounts}": run so, or without? Say it in a check below it: <!-- check: read-only ${mounts.slice(2).replace(' ', '=')} -->`,
      checks: [],
    };
  return { verdict: 'checkable', checks: found.requests, reason };
}

/**
 * `Ensure that …`, `Verify that …`: what is promised stands behind it. `Add a …`, `Use …` as well: what is
 * added is there. Not `create`: what is created need not be used.
 */
function withoutDirective(text: string): string {
  return text.replace(
    /^\s*(?:please\s+)?(?:(?:ensure|make sure|verify|check|confirm|assert|guarantee|validate|see to it)(?:\s+that)?|(?:test|prove|show|demonstrate)\s+that|add|include|configure|define|declare|implement|provide|set up|use)\s+(?=\S)/i,
    '',
  );
}

/** Words that leave open whether a promise is one. */
const hedges =
  'ideally|preferably|optionally|optional|hopefully|possibly|maybe|perhaps|might|may|if possible|where possible|when possible|if feasible|as far as possible|nice to have|try|tries|aim|aims|strive|usually|normally|typically|generally|mostly|often|sometimes|eventually|tbd|todo';

const exceptions =
  'except|excepting|excluding|apart from|besides|aside from|but not|with the exception of';

function softened(
  tokens: readonly Token[],
): { readonly verdict: 'ambiguous' | 'unverified'; readonly reason: string } | undefined {
  const words = ` ${tokens.map((token) => (token.kind === 'number' ? token.raw : token.kind === 'code' ? '`' : token.raw.toLowerCase())).join(' ')} `;
  // "May use up to" is a limit.
  const hedge = new RegExp(` (${hedges}) `).exec(
    words.replace(/ may (?=(?:use|take|need|consume|be|only) (?:up|at|no|not|most) )/g, ' '),
  )?.[1];
  if (hedge !== undefined)
    return { verdict: 'ambiguous', reason: `"${hedge}": is it required, or not?` };
  const exception = new RegExp(` (${exceptions}) `).exec(words)?.[1];
  if (exception !== undefined)
    return {
      verdict: 'ambiguous',
      reason: `"${exception}": is that forbidden, or only not promised?`,
    };
  if (
    / not (?:have|has|need|needs) to | need not | not (?:required|necessary|needed|obliged) /.test(
      words,
    )
  )
    return { verdict: 'ambiguous', reason: 'Is that forbidden, or only not needed?' };
  return undefined;
}

/** `(verify with \`docker images\`)`, `, checked by \`whoami\``: a hint at evidence, never executed. */
function withoutHints(text: string): { readonly text: string; readonly hints: readonly string[] } {
  const hints: string[] = [];
  const verbs =
    '(?:hint|see|cf|compare|verif(?:y|ied|iable)|inspect(?:ed)?|check(?:ed|able)?|test(?:ed)?|measured|confirm(?:ed)?|validated?|proven|shown|see|seen|try|reported|run|use|using|via|e\\.g\\.|as)';
  const links =
    '(?:\\s+(?:with|by|via|using|in|as|it|this|running|the|output|of|reported|shown|printed))*';
  const kept = text.replace(
    new RegExp(
      `\\s*(?:\\(\\s*${verbs}${links}:?\\s+((?:\`[^\`]+\`[\\s,]*(?:and|or|/)?\\s*)+)\\s*\\)|[,;–—-]\\s*${verbs}${links}:?\\s+((?:\`[^\`]+\`[\\s,]*(?:and|or)?\\s*)+)\\.?$|\\s${verbs}\\s+(?:with|by|via|using)\\s+((?:\`[^\`]+\`\\s*)+)\\.?$|\\((\`(?:docker|curl|psql|npm) [^\`]*\`)\\)|\\(\\s*${verbs}${links}:?\\s+((?:docker|curl|whoami|psql)\\b[\\w\\s./:-]*)\\))`,
      'gi',
    ),
    (_whole, ...groups: unknown[]) => {
      const hint = groups.slice(0, 5).find((group) => typeof group === 'string');
      hints.push(String(hint).trim());
      return ' ';
    },
  );
  return { text: kept, hints };
}

/** Headings that say nothing by themselves, and yet what a bare limit below them is of, or may be of. */
const subjects = new Set(['size', 'image', 'performance', 'runtime']);

/** The label, else the nearest heading that divides its section; empty when it says nothing of its own. */
function topicOf({ label, section }: SpecItem): string {
  const candidates = [label ?? '', ...[...section.slice(1)].reverse()].map(plainHeading);
  return (
    candidates.find(
      (heading) => heading !== '' && (!neutralLabel.test(heading) || subjects.has(heading)),
    ) ?? ''
  );
}

interface Understood {
  readonly requests: readonly Claim[];
}

interface Doubtful {
  readonly ambiguity: string;
}

type Found = Understood | Doubtful;

const circumstance =
  /,?\s*\b(?:(?:once|when|while|as long as|after|given(?: that)?) (?:the |my |our )?(?:container|api|app|application|service|server|it) (?:is|has been) (?:up and running|up|running|started)|at run ?time|in the running container)\b,?/i;

/** Reads the clauses of one item against all templates. */
class Reading {
  readonly #language: Language;
  readonly #topic: string;

  constructor(language: Language, topic: string) {
    this.#language = language;
    this.#topic = topic;
  }

  /** `**Label**: body`, or `Label: body`, where the body says it all and the label is neutral or about the same check. */
  labelled({ label: strong }: SpecItem, text: string): Found | undefined {
    const label = strong ?? /^[\p{L}\d][\p{L}\d -]{0,40}(?=: )/u.exec(text)?.[0];
    if (label === undefined) return undefined;
    const heading = plainHeading(label);
    const body = tokenize(
      text.slice(text.indexOf(label) + label.length).replace(/^\s*[:–—-]\s*/, ''),
    );
    const whole = this.clauses(tokenize(text));
    if (whole !== undefined || body.length === 0) return whole;
    const found = this.clauses(body);
    if (found === undefined || 'ambiguity' in found || neutralLabel.test(heading)) return found;
    return found.requests.every(({ check }) => this.#isAbout(heading, check)) ? found : undefined;
  }

  /** `non-root, on a read-only file system and without capabilities`: commas and semicolons join as `and` does. */
  listed(text: string): Found | undefined {
    return /[,;]/.test(text)
      ? this.clauses(tokenize(text.replace(/\s*[,;]\s*(?:and\b)?/g, ' and ')))
      : undefined;
  }

  /** `… once the container is up`: every check looks at a container that runs. */
  besides(text: string): Found | undefined {
    const rest = text.replace(circumstance, ' ');
    return rest === text ? undefined : (this.clauses(tokenize(rest)) ?? this.listed(rest));
  }

  #isAbout(heading: string, id: Claim['check']): boolean {
    return this.#language.checks.some((check) => check.id === id && check.topics.includes(heading));
  }

  /** The sentence as one, else as clauses joined by `and`, each understood alone or with the first one's subject. */
  clauses(tokens: readonly Token[], subject: readonly Token[] = []): Found | undefined {
    const whole = this.#clause(tokens) ?? this.#withSubject(tokens, subject);
    if (whole !== undefined) return whole;
    for (const [at, token] of tokens.entries()) {
      if (token.kind !== 'word' || !['and', 'plus'].includes(token.word) || at === 0) continue;
      const head = tokens.slice(0, at);
      const first = this.#clause(head) ?? this.#withSubject(head, subject);
      if (first === undefined) continue;
      const rest = this.clauses(tokens.slice(at + 1), subject.length > 0 ? subject : head);
      if (rest !== undefined) return both(first, rest);
    }
    return undefined;
  }

  /** `image size under 200MB and over 100MB`: the second clause borrows the beginning of the first. */
  #withSubject(tokens: readonly Token[], subject: readonly Token[]): Found | undefined {
    for (let length = 1; length < subject.length; length += 1) {
      const found = this.#clause([...subject.slice(0, length), ...tokens]);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** All meanings of one clause: none, one, or a doubt that names two. */
  #clause(tokens: readonly Token[]): Found | undefined {
    const meanings: (readonly Claim[])[] = [];
    let doubt: string | undefined;
    for (const way of this.#language.candidates.of(tokens)) {
      if ('sentence' in way && way.sentence.under?.includes(this.#topic) === false) continue;
      const match = this.#language.matcher.match(way.template, tokens);
      if (match === undefined) continue;
      if ('reason' in way) return { ambiguity: way.reason };
      if (match.ambiguity !== undefined) {
        doubt ??= match.ambiguity;
        continue;
      }
      const { check, sentence } = way;
      const meaning = requestsOf(check, sentence, match.slots);
      if (meaning === undefined)
        doubt ??= `${check.title}: the sentence leaves open which (${check.examples[0]})`;
      else if (!meanings.some((known) => isDeepStrictEqual(known, meaning))) meanings.push(meaning);
    }
    const [only, other] = meanings;
    if (only === undefined) return doubt === undefined ? undefined : { ambiguity: doubt };
    if (other === undefined) return { requests: only };
    return { ambiguity: `It can mean "${this.#describe(only)}" or "${this.#describe(other)}"` };
  }

  #describe(requests: readonly Claim[]): string {
    return requests
      .map(
        ({ check, params }) =>
          this.#language.checks.find(({ id }) => id === check)?.describe(params) ?? check,
      )
      .join(' and ');
  }
}

/** Undefined when the sentence leaves out what the check needs to know. */
function requestsOf(
  check: AnyCheck,
  sentence: Sentence<unknown>,
  slots: Readonly<Record<string, unknown>>,
): Claim[] | undefined {
  const given = sentence.params?.(slots) ?? {};
  const requests: Claim[] = [];
  for (const params of Array.isArray(given) ? given : [given]) {
    const valid = check.params.safeParse(params);
    if (!valid.success) return undefined;
    requests.push({ check: check.id, params: valid.data as Claim['params'] });
  }
  return [...requests, ...(sentence.also?.(slots) ?? [])];
}

function both(first: Found, rest: Found): Found {
  if ('ambiguity' in first) return first;
  if ('ambiguity' in rest) return rest;
  return { requests: [...first.requests, ...rest.requests] };
}

const cache = new Map<string, Template>();

function parsed(source: string): Template {
  const known = cache.get(source) ?? parseTemplate(source);
  cache.set(source, known);
  return known;
}

/** Index of the first token that no template gets past. */
function furthest({ candidates, matcher: { reach } }: Language, tokens: readonly Token[]): number {
  return Math.max(0, ...candidates.closest(tokens).map(({ template }) => reach(template, tokens)));
}

/** The sentence with the first word that no template got past marked. */
function quote(tokens: readonly Token[], at: number): string {
  const token = tokens.slice(at).find((candidate) => !isFree(candidate)) ?? tokens.at(-1);
  return token === undefined ? 'the sentence' : `"${token.raw}"`;
}
