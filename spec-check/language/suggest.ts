import { isDeepStrictEqual } from 'node:util';
import type { SpecItem } from '../model/spec.ts';
import type { Language } from './clauses.ts';
import { withoutDirective } from './frame.ts';
import { match, possible, type ReadSense } from './sense.ts';
import { understand } from './sentence.ts';
import { type Term, termsIn } from './terms.ts';
import { plain } from './words.ts';

/** The nearest sentence that is understood, with the reader's values; undefined if none is near. */
export function suggestion(item: SpecItem, language: Language): string | undefined {
  const terms = termsIn(withoutDirective(plain(item.text)));
  // What a condition or an exception takes away cannot be left out, and a GET says nothing of a POST.
  const isConditional = terms.some(({ role }) => role === 'if' || role === 'then');
  const other = /\b(?:POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b/.test(item.text);
  if (terms.length > 40 || isConditional || other) return undefined;
  const near = possible(language.senses, terms).flatMap((sense) => nearBy(sense, terms));
  for (const { sense, claims } of near.toSorted((a, b) => a.left - b.left).slice(0, 3))
    for (const example of sense.check.language.examples) {
      const text = withValues(example, terms);
      const meaning = understand({ ...item, text, label: undefined, section: [] }, language);
      if (meaning.verdict === 'checkable' && isDeepStrictEqual(meaning.checks, claims)) return text;
    }
  return undefined;
}

/** What nearly every sentence is about: a suggestion that shares no more is of another thing. */
const general = 'run start work container image app system it'.split(' ');

function nearBy(sense: ReadSense, terms: readonly Term[]) {
  const words = terms.filter(({ role }) => role === 'word');
  // What takes something away, says when, or is a value, cannot be left out; and 404 is no port.
  const isLeft = ({ concepts }: Term) =>
    concepts.isDisjointFrom(sense.allowed) &&
    !/avoid|drop|fail|lose|unset|across|only/.test([...concepts].join());
  const isKept = (term: Term) =>
    (isLeft(term) && Object.keys(term.values).some((kind) => kind !== 'resource')) ||
    ('status' in term.values && sense.allowed.has('{port}'));
  if (words.some(isKept)) return [];
  const left = words.filter(isLeft).length;
  const own = sense.required.flatMap((one) => [...one.options].filter((it) => !it.startsWith('{')));
  const shared = words.some(
    ({ concepts }) =>
      !general.some((one) => concepts.has(one)) && own.some((one) => concepts.has(one)),
  );
  if (!shared || left === 0 || left > 2 || left * 2 >= words.length) return [];
  const found = match(sense, { main: terms, conditions: [] }, isLeft);
  return found !== undefined && 'claims' in found ? [{ sense, claims: found.claims, left }] : [];
}

/** The example with the values of the line in place of its own, kind by kind. */
function withValues(example: string, terms: readonly Term[]): string {
  let text = example;
  for (const own of termsIn(plain(example))) {
    const [kind] = Object.keys(own.values);
    const other = terms.find(({ values }) => kind !== undefined && kind in values);
    if (other !== undefined && own.raw.length > 1) text = text.replace(own.raw, other.raw);
  }
  // "GET /health" and a path that is written as `GET /`.
  return text.replace(/\b(\w+) \1\b/, '$1');
}
