import { quantityWords } from './quantity.ts';
import { listWords, registryWords, slots } from './slots.ts';
import { isFree, type Node, type Template } from './template.ts';
import type { Token } from './words.ts';

/**
 * Which of many templates could match a sentence at all. A template is anchored, so every content word
 * of the sentence must be one of its words, or something that one of its slots takes. What this leaves
 * out cannot match; what it lets through may still not.
 */
export class Candidates<T extends { readonly template: Template }> {
  readonly #entries: readonly T[];
  readonly #vocabularies: readonly Vocabulary[];
  readonly #names: ReadonlySet<string>;
  /** For each token seen so far, which entries could take it. */
  readonly #takers = new Map<string, Uint8Array>();
  readonly #fitting = new Map<string, readonly string[]>();

  constructor(
    entries: readonly T[],
    phrases: Readonly<Record<string, Template>>,
    names: ReadonlySet<string>,
  ) {
    this.#entries = entries;
    this.#vocabularies = entries.map(({ template }) => vocabularyOf(template, phrases));
    this.#names = names;
  }

  /** Those that could take every content word, and whose own words and slots are there. */
  of(tokens: readonly Token[]): T[] {
    const takers = this.#takersOf(tokens);
    const there = new Set(tokens.flatMap((token) => [wordOf(token), ...this.#slotsOf(token)]));
    return this.#entries.filter(
      (_entry, index) =>
        takers.every((taker) => taker[index] === 1) &&
        this.#vocabularies[index]?.required.every((oneOf) => oneOf.some((one) => there.has(one))),
    );
  }

  /** Those that could take the most content words: where a sentence that none takes whole goes wrong. */
  closest(tokens: readonly Token[]): T[] {
    const takers = this.#takersOf(tokens);
    const taken = this.#entries.map((_entry, index) =>
      takers.reduce((sum, taker) => sum + (taker[index] ?? 0), 0),
    );
    const most = Math.max(...taken);
    return this.#entries.filter((_entry, index) => taken[index] === most);
  }

  #takersOf(tokens: readonly Token[]): Uint8Array[] {
    return tokens.filter((token) => !isFree(token)).map((token) => this.#takersOfOne(token));
  }

  #takersOfOne(token: Token): Uint8Array {
    const key = `${token.kind} ${token.raw}`;
    const known = this.#takers.get(key);
    if (known !== undefined) return known;
    const word = wordOf(token);
    const fitting = this.#slotsOf(token);
    const takers = Uint8Array.from(this.#vocabularies, ({ words, slots: own }) =>
      words.has(word) || fitting.some((slot) => own.has(slot)) ? 1 : 0,
    );
    this.#takers.set(key, takers);
    return takers;
  }

  /** The slots that could take a token, as `{name}`. */
  #slotsOf(token: Token): readonly string[] {
    const key = `${token.kind} ${token.raw}`;
    const known = this.#fitting.get(key);
    if (known !== undefined) return known;
    const fitting = Object.entries(slots)
      .filter(([name, slot]) =>
        several.has(name)
          ? token.kind !== 'word' || wordsOfSeveral.has(token.word) || slot([token]).length > 0
          : slot([token]).length > 0,
      )
      .map(([name]) => `{${name}}`);
    if (token.kind === 'word' && this.#names.has(token.word)) fitting.push('{name}');
    this.#fitting.set(key, fitting);
    return fitting;
  }
}

interface Vocabulary {
  readonly words: ReadonlySet<string>;
  readonly slots: ReadonlySet<string>;
  /** One word of each list, or something that the slot takes, must stand in the sentence. */
  readonly required: readonly (readonly string[])[];
}

/** Templates are the same from spec to spec. */
const known = new WeakMap<Template, Vocabulary>();

function vocabularyOf(template: Template, phrases: Readonly<Record<string, Template>>): Vocabulary {
  const vocabulary = known.get(template) ?? readVocabulary(template, phrases);
  known.set(template, vocabulary);
  return vocabulary;
}

function readVocabulary(
  template: Template,
  phrases: Readonly<Record<string, Template>>,
): Vocabulary {
  const words = new Set<string>();
  const slotNames = new Set<string>();
  const visit = (node: Node): void => {
    if (node.kind === 'literal') words.add(node.word);
    else if (node.kind === 'slot') slotNames.add(`{${node.name}}`);
    else if (node.kind === 'phrase') phrases[node.name]?.forEach(visit);
    else for (const option of node.options) option.forEach(visit);
  };
  template.forEach(visit);
  return { words, slots: slotNames, required: requiredOf(template, phrases) };
}

/** For every part that cannot be left out, words or slots of which one must be there. */
function requiredOf(
  template: Template,
  phrases: Readonly<Record<string, Template>>,
): (readonly string[])[] {
  return template.flatMap((node): (readonly string[])[] => {
    if (node.kind === 'literal') return [[node.word]];
    if (node.kind === 'slot') return [[`{${node.name}}`]];
    if (node.kind === 'phrase') return requiredOf(phrases[node.name] ?? [], phrases);
    if (node.optional) return [];
    const firsts = node.options.map((option) => requiredOf(option, phrases)[0]);
    const known = firsts.flatMap((words) => (words === undefined ? [] : [words]));
    return known.length === firsts.length ? [known.flat()] : [];
  });
}

function wordOf(token: Token): string {
  return token.kind === 'number' ? token.raw : token.word;
}

/** Slots that take several tokens; all others take one. */
const several = new Set([
  'size',
  'size-limit',
  'duration',
  'registry',
  'second-registry',
  'labels',
  'platforms',
]);
const wordsOfSeveral = new Set([...quantityWords, ...registryWords, ...listWords]);
