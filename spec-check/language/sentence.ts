import { distinct } from '../model/check.ts';
import type { Meaning, SpecItem } from '../model/spec.ts';
import { withAndWithoutAsides } from './aside.ts';
import { first, isIn, type Language, meaningOf } from './clauses.ts';
import { lower, wordsOf } from './components.ts';
import { doubtful, softened, withoutDirective, withoutHints } from './frame.ts';
import { labelOf, neutral, topicsOf } from './label.ts';
import { readScenario } from './scenario.ts';
import { type Found, possible, type ReadSense } from './sense.ts';
import { type Term, termsIn } from './terms.ts';
import { plain, tokenize } from './words.ts';

/** Understands an item as a whole, or not at all: every content word must be taken up. */
export function understand(item: SpecItem, language: Language): Meaning {
  if (item.text.includes('~~')) return doubtful('ambiguous', 'Struck out: is it still promised?');
  const { text, hints } = withoutHints(plain(item.text));
  const hint = hints.length === 0 ? '' : `Not executed, named as evidence: ${hints.join(', ')}`;
  if (tokenize(text).length === 0)
    return { verdict: 'context', reason: hint || 'says nothing', checks: [] };
  const mounts = /--tmpfs[ =]([^\s`)]+)/.exec(hint)?.[1];
  if (mounts !== undefined) {
    const written = `<!-- check: read-only tmpfs=${mounts} -->`;
    return doubtful('ambiguous', `With or without --tmpfs? Say it in a check below it: ${written}`);
  }
  if (text.length > longest)
    return doubtful('unverified', `A sentence of more than ${longest} characters is not read`);
  const soft = softened(text);
  if (soft !== undefined) return soft;
  if (lone.test(text)) return doubtful('unverified', 'A condition alone promises nothing');
  if (denied.test(text)) return doubtful('ambiguous', 'Is that what must not be, or a heading?');
  if (described.test(text)) return doubtful('unverified', 'It says what something is, or is for');
  const scenario = readScenario(text);
  // What follows a full stop is promised as well.
  const read = (scenario?.sentence ?? text).replace(/(?<=[\p{L}\d)`])\.\s+(?=[\p{Lu}`])/gu, '; ');
  const found = first(meanings(item, read, language)) ?? together(item, read, language);
  if (found === undefined) {
    const condition = scenario?.conditions[0];
    if (condition !== undefined) return doubtful('unverified', `No check covers "${condition}"`);
    const { label, body } = labelOf(item, read);
    // Where what is labelled is understood by itself, it is the label that is not.
    const isLabel = label !== undefined && first(meanings(item, body, language)) !== undefined;
    const left = isLabel ? label : leftOver(body || read, language);
    return doubtful('unverified', `Not understood: "${left}"`);
  }
  if ('question' in found)
    return { ...doubtful('ambiguous', found.question), open: scenario ? undefined : found.open };
  return { verdict: 'checkable', checks: distinct(found.claims), reason: hint };
}

const longest = 1200;

/** What is said of several variables, where each of them makes a promise. */
function together(item: SpecItem, text: string, language: Language): Found | undefined {
  const each = eachVariable(text).map((one) => first(meanings(item, one, language)));
  const claims = each.flatMap((one) => (one && 'claims' in one ? [one.claims] : []));
  return claims.length > 1 && claims.length === each.length ? { claims: claims.flat() } : undefined;
}

/** "A, B and C are configurable" as a sentence for each variable, whose checks may differ; empty for any other text. */
export function eachVariable(text: string): readonly string[] {
  const [, before = '', names = '', after = ''] = several.exec(text) ?? [];
  const apart = names.match(new RegExp(variable, 'g')) ?? [];
  return apart.map((name) => `${before}${name}${after}`);
}

const variable = '`?[A-Z][A-Z0-9_]+`?(?: \\([^()]*\\))?';
const list = `${variable}(?:, ${variable})*,? and ${variable}`;
const several = new RegExp(`^(.*?)(${list})(?![\\w=])(.*)$`, 's');

/** What a line means as it stands, with its label or without it; each with its asides or without those that promise nothing. */
function* meanings(item: SpecItem, text: string, language: Language): Generator<Found | undefined> {
  const { label, body } = labelOf(item, text);
  const headed = item.section.length > 1;
  const topics = topicsOf(item).map((heading) => termsIn(heading));
  const alone = termsIn(withoutDirective(body));
  // Mostly both are one line, and one set of words.
  const lines = new Set([withoutDirective(text)]);
  if (label !== undefined) lines.add(withoutDirective(`${label}: ${withoutDirective(body)}`));
  const all = [...lines].map((line) => termsIn(line));
  const words = [...all, alone, ...topics].flat();
  const near = { ...language, senses: possible(language.senses, words) };
  const own = (line: string) => meaningOf({ terms: termsIn(line), topics: [], headed }, language);
  if (label && denies(label) && !denies(body) && contradicts(own(`${label}: ${body}`), own(body)))
    return yield { question: `"${label}" says the contrary of "${body}": which one holds?` };
  for (const line of all)
    for (const terms of withAndWithoutAsides(named(line, language)))
      yield meaningOf({ terms, topics, headed }, near);
  if (label === undefined || body === '') return;
  const labelled = [termsIn(label), ...topics];
  for (const terms of withAndWithoutAsides(named(alone, language))) {
    const found = meaningOf({ terms, topics: labelled, headed }, near);
    if (neutral(label) || isTopicOf(label, terms, language, found)) yield found;
  }
}

const denies = (text: string): boolean => termsIn(text).some(({ role }) => role === 'not');

/** "No root: runs as root": a label that denies, and a body that claims otherwise of the same check. */
function contradicts(whole: Found | undefined, body: Found | undefined): boolean {
  if (whole === undefined || body === undefined || !('claims' in whole && 'claims' in body))
    return false;
  return body.claims.some(
    (one) => !isIn(one, whole.claims) && whole.claims.some(({ check }) => check === one.check),
  );
}

/** "WHEN the container starts", and nothing that holds then. */
const lone =
  /^(?:WHEN|GIVEN|IF|WHILE|WHERE) (?!.*(?:[,;:—]|→|->|\b(?:then|THEN|shall|SHALL|must|MUST|should|SHOULD|will|WILL)\b))/;

/** "Not: …" before a whole sentence, and "Never when …". */
const denied = /^not: |^(?:never|avoid):? (?:if|when|whenever|given|once|while)\b/i;

/** "`make build` - Build the image", "`main.py`: entry point", "Probe: a request that …", "Node version: [e.g. 20]". */
const described =
  /^(?:`(?!Dockerfile|[A-Z]{3,}\w*`)(?:[A-Za-z][\w.-]*|(?:make|just|task|(?:p?npm|yarn|bun)(?: run)?|docker[ -]compose) [^`]+|[\w/-][\w./-]*\.(?:[jt]sx?|py|go|rs|java|rb|php|cs|ya?ml|json|toml|sh|md))`|[\w-]+\.(?:[jt]sx?|py|go|ya?ml))(?: ?\([^)]*\))?(?::| [-–—]) (?!(?:\S+ ){0,4}(?:not?|never|none|is|are|must|shall|should|exists?|present|absent|removed|exclu\w+|ignored|installed|uninstalled|copied|succeeds?|works?|pass\w*|returns?|runs|exits?|complet\w+|shows?|reports?|prints?|builds|starts|fails|non-root|in|→)\b)|^[^:]{3,40}: (?:[Aa]n?|[Tt]he) [\w -]+? (?:that|which|where|used (?:to|for|by))\b|\[e\.?g\./;

/** Whether what is claimed takes up the words of the label as well: "Container startup: …". */
function isTopicOf(label: string, body: readonly Term[], { senses }: Language, found?: Found) {
  const denied = body.flatMap(({ role, raw }) => (role === 'not' ? [raw.toLowerCase()] : []));
  if (found === undefined || !('claims' in found)) return false;
  const claimed = senses.filter((one) => found.claims.some(({ check }) => check === one.check.id));
  return termsIn(label).every(
    ({ role, raw, concepts }) =>
      role === 'free' ||
      (role === 'not' && denied.includes(raw.toLowerCase())) ||
      (role === 'word' &&
        !concepts.has('avoid') &&
        !concepts.has('build-stage') &&
        claimed.some(({ allowed }) => !concepts.isDisjointFrom(allowed))),
  );
}

/** Without words that describe a thing which is checked, "the notes API", and with names that stand for it. */
function named(terms: readonly Term[], { names, subjects }: Language): readonly Term[] {
  if (names.size === 0) return terms;
  const start = terms.findIndex(({ role }) => role !== 'free');
  return terms.flatMap((term, at) => {
    const name = lower(term.raw);
    const isFree = term.concepts.size === 0 || term.concepts.has('{resource}');
    const isName = subjects.has(name) || /^[a-z]+(?:-[a-z]+)+$/.test(name);
    if (term.role !== 'word' || !(isFree || isName)) return [term];
    const next = terms.slice(at + 1).find(({ role }) => role !== 'free');
    const describes = next !== undefined && things.some((one) => next.concepts.has(one));
    if (describes && wordsOf(name).every((word) => names.has(word))) return [];
    const stands = at === start && !describes && /^[A-Z]/.test(term.raw) && subjects.has(name);
    // "Notes" may be what the API called Notes keeps.
    const more = stands ? ['app', 'container'] : [];
    return [{ ...term, concepts: new Set([...term.concepts, ...more]) }];
  });
}

const things = ['image', 'container', 'app', 'process', 'dockerfile', 'dockerignore'];

/** The word on which it fails: the first that nothing knows, else the first that the nearest sense leaves over. */
function leftOver(text: string, { senses }: Language): string {
  const terms = termsIn(withoutDirective(text));
  const words = terms.filter(({ role }) => role === 'word' || role === 'if');
  const unknown = words.find(({ concepts, role }) => role === 'word' && concepts.size === 0);
  if (unknown !== undefined) return unknown.raw;
  const taken = ({ allowed }: ReadSense) =>
    words.filter(({ concepts }) => !concepts.isDisjointFrom(allowed));
  const near = possible(senses, terms);
  const [best] = (near.length > 0 ? near : senses)
    .map((sense) => ({ sense, own: taken(sense) }))
    .toSorted((a, b) => b.own.length - a.own.length);
  const left = words.find((word) => !best?.own.includes(word));
  const barred = words.find(({ concepts }) => best && !concepts.isDisjointFrom(best.sense.unless));
  return (left ?? barred ?? terms.find(({ role }) => role === 'not') ?? words.at(-1))?.raw ?? text;
}
