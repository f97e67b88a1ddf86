import { type Slot, slots as slotTable } from './slots.ts';
import { openContractions, type Token, tokenize } from './words.ts';

/**
 * The language of sentence templates:
 *
 *     word              that word, in singular or plural
 *     (a|b c|d)         one of these
 *     [x]               x or nothing
 *     (a|b)*            any number of these
 *     <image>           a phrase of `phrases.ts`
 *     {limit}           a slot of `slots.ts`: its value goes into the parameters
 *
 * A template is anchored: it matches a sentence only when every content word of it is consumed.
 */
export type Template = readonly Node[];

export type Node =
  | { readonly kind: 'literal'; readonly word: string }
  | { readonly kind: 'slot'; readonly name: string }
  | { readonly kind: 'phrase'; readonly name: string }
  | {
      readonly kind: 'choice';
      readonly options: readonly Template[];
      readonly optional: boolean;
      readonly repeated: boolean;
    };

/** What the slots of a matched template hold, by name. */
export type Slots = Readonly<Record<string, unknown>>;

/** What a template found: the slots' values, and why one of them can mean two things. */
export interface Match {
  readonly slots: Slots;
  readonly ambiguity: string | undefined;
}

/** Reads a template. Throws for one that is malformed: a defect of the check that holds it. */
export function parseTemplate(source: string): Template {
  const symbols = source.match(/\{[\w-]+\}|<[\w-]+>|[()[\]|]|\*|[^\s()[\]|*{}<>]+/g) ?? [];
  let at = 0;

  function sequence(closing: string | undefined): Template[] {
    const options: Node[][] = [[]];
    for (; at < symbols.length; at += 1) {
      const symbol = symbols[at] ?? '';
      if (symbol === closing) return options;
      if (symbol === '|') options.push([]);
      else options.at(-1)?.push(...nodes(symbol));
    }
    if (closing !== undefined)
      throw new Error(`Expected "${closing}" in the template "${source}".`);
    return options;
  }

  function nodes(symbol: string): Node[] {
    if (symbol === '(' || symbol === '[') {
      at += 1;
      const options = sequence(symbol === '(' ? ')' : ']');
      const repeated = symbols[at + 1] === '*';
      if (repeated) at += 1;
      return [{ kind: 'choice', options, optional: symbol === '[' || repeated, repeated }];
    }
    if (symbol.startsWith('{')) return [{ kind: 'slot', name: symbol.slice(1, -1) }];
    if (symbol.startsWith('<')) return [{ kind: 'phrase', name: symbol.slice(1, -1) }];
    return tokenize(openContractions(symbol)).map((token) => ({
      kind: 'literal',
      word: wordOf(token),
    }));
  }

  const [only, ...more] = sequence(undefined);
  if (more.length > 0 || only === undefined)
    throw new Error(`Put the choice of "${source}" in parentheses.`);
  return only;
}

function wordOf(token: Token): string {
  return token.kind === 'number' ? token.raw : token.word;
}

/**
 * Words that hold a sentence together and promise nothing: they may stand anywhere. What negates,
 * excepts, limits or softens is never among them.
 */
const free = new Set(
  'the a an this that these our your its their it is are be been being was get gets must shall will should to of in on at as with for by do doe does has have needs need there so which'.split(
    ' ',
  ),
);

/** Whether a token promises nothing by itself. */
export function isFree(token: Token): boolean {
  return token.kind === 'word' && free.has(token.word);
}

/** A matcher for the sentences of one spec: `names` are words of its title, which may describe its image. */
export interface Matcher {
  readonly match: (template: Template, tokens: readonly Token[]) => Match | undefined;
  /** Index of the first token that the template does not get past. */
  readonly reach: (template: Template, tokens: readonly Token[]) => number;
}

export function matcher(
  phrases: Readonly<Record<string, Template>>,
  names: ReadonlySet<string>,
): Matcher {
  let furthest = 0;

  function* step(
    node: Node,
    tokens: readonly Token[],
    at: number,
    found: Match,
  ): Generator<[number, Match]> {
    if (node.kind === 'choice') {
      yield* choice(node, tokens, at, found, new Set());
      return;
    }
    if (node.kind === 'phrase') {
      const phrase = phrases[node.name];
      if (phrase === undefined) throw new Error(`There is no phrase <${node.name}>.`);
      yield* sequence(phrase, 0, tokens, at, found);
      return;
    }
    // Free words may stand before any word, and a free word of the template may itself be one of them.
    for (let here = at; here < tokens.length; here += 1) {
      const token = tokens[here];
      if (token === undefined) return;
      if (node.kind === 'literal' && matches(node.word, token)) {
        note(here + 1);
        yield [here + 1, found];
      }
      if (node.kind === 'slot') yield* fill(node.name, tokens, here, found);
      if (!isFree(token)) return;
    }
  }

  function* fill(
    name: string,
    tokens: readonly Token[],
    at: number,
    found: Match,
  ): Generator<[number, Match]> {
    if (name === 'name') {
      const token = tokens[at];
      if (token?.kind === 'word' && names.has(token.word)) yield [at + 1, found];
      return;
    }
    const slot: Slot | undefined = slotTable[name];
    if (slot === undefined) throw new Error(`There is no slot {${name}}.`);
    for (const { length, value, ambiguity } of slot(tokens.slice(at))) {
      note(at + length);
      yield [
        at + length,
        { slots: { ...found.slots, [name]: value }, ambiguity: found.ambiguity ?? ambiguity },
      ];
    }
  }

  function* choice(
    node: Extract<Node, { kind: 'choice' }>,
    tokens: readonly Token[],
    at: number,
    found: Match,
    seen: Set<number>,
  ): Generator<[number, Match]> {
    for (const option of node.options) {
      for (const [end, next] of sequence(option, 0, tokens, at, found)) {
        yield [end, next];
        if (node.repeated && end > at && !seen.has(end)) {
          seen.add(end);
          yield* choice(node, tokens, end, next, seen);
        }
      }
    }
    if (node.optional) yield [at, found];
  }

  function* sequence(
    template: Template,
    index: number,
    tokens: readonly Token[],
    at: number,
    found: Match,
  ): Generator<[number, Match]> {
    const node = template[index];
    if (node === undefined) {
      yield [at, found];
      return;
    }
    for (const [end, next] of step(node, tokens, at, found))
      yield* sequence(template, index + 1, tokens, end, next);
  }

  function note(at: number): void {
    furthest = Math.max(furthest, at);
  }

  function match(template: Template, tokens: readonly Token[]): Match | undefined {
    const nothing = { slots: {}, ambiguity: undefined };
    for (const [end, found] of sequence(template, 0, tokens, 0, nothing)) {
      if (tokens.slice(end).every(isFree)) return found;
    }
    return undefined;
  }

  return {
    match,
    reach(template, tokens) {
      furthest = 0;
      match(template, tokens);
      return furthest;
    },
  };
}

/** A literal is a word, or a code span of that one word: `root` and root. */
function matches(word: string, token: Token): boolean {
  return token.kind === 'number' ? token.raw === word : token.word === word;
}
