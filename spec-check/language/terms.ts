import type { ValueKind } from '../model/check.ts';
import { articles, free, negations, phrasesByFirst } from './lexicon.ts';
import { readQuantity } from './quantity.ts';
import { type Found, valuesOf } from './values.ts';
import { once, pairs, reach, stem, type Token, tokenize, wordSet } from './words.ts';

/** A word or phrase, with all that it may mean: its concepts, and its values as `{kind}`. */
export interface Term {
  readonly raw: string;
  readonly concepts: ReadonlySet<string>;
  readonly values: Found;
  /** Why a value can mean two things, by kind. */
  readonly doubt: Partial<Record<ValueKind, string>>;
  /** `word` has to be taken up, `not` turns the meaning round, `if` begins a condition, … */
  readonly role: 'word' | 'not' | 'free' | 'join' | 'if' | 'then';
}

export const termsIn = once((text): readonly Term[] => {
  const tokens = tokenize(text);
  const terms: Term[] = [];
  for (let at = 0; at < tokens.length; ) {
    const [length, found] = termAt(tokens, at, terms);
    // "… answers 200 running as `app`" says two things.
    if (at > 0 && tokens[at]?.raw === 'running' && tokens[at + 1]?.stem === 'as')
      terms.push(term('', 'join', ['and']));
    terms.push(...found);
    at += length;
  }
  return terms;
});

type Step = readonly [length: number, terms: readonly Term[]];

function termAt(tokens: readonly Token[], at: number, before: readonly Term[]): Step {
  const token = tokens[at];
  if (token === undefined) return [1, []];
  const rest = tokens.slice(at, at + 14);
  const last = before.at(-1);
  return (
    contrast(rest) ??
    conjunction(rest, last) ??
    quantity(rest, last) ??
    instruction(token) ??
    runtime(rest) ??
    user(tokens, at) ??
    phrase(rest, before) ??
    single(token, last)
  );
}

function term(raw: string, role: Term['role'], also: Iterable<string> = [], values: Found = {}) {
  const kinds = Object.keys(values).map((kind) => `{${kind}}`);
  return { raw, role, concepts: new Set([...also, ...kinds]), values, doubt: {} };
}

/** "Rather than" sets something apart. */
function contrast([first, second]: readonly Token[]): Step | undefined {
  const pair = `${first?.stem} ${second?.stem}`;
  const isContrast = /^(?:instead of|rather than)$/.test(pair);
  return isContrast ? [2, [term(pair, 'not', ['instead'])]] : undefined;
}

const conjunctions = Map.groupBy(
  'only when|only if|only while|if and only if|only once|as long as|even if|even when|even after|in case|given that|provided that|when|whenever|while|if|once|given|wenn|si|cuando|quand|если'
    .split('|')
    .map((words) => words.split(' ').map(stem)),
  ([first]) => first,
);

function conjunction(tokens: readonly Token[], last: Term | undefined): Step | undefined {
  const words = conjunctions.get(tokens[0]?.stem ?? '')?.find((stems) => reach(tokens, stems) > 0);
  // "The port given in `PORT`" is no condition.
  const participle = words?.join() === stem('given') && last !== undefined && last.role !== 'join';
  if (words === undefined || participle) return undefined;
  const { length } = words;
  return [length, [term(rawOf(tokens, length), 'if', words.includes('only') ? ['only'] : [])]];
}

function quantity(tokens: readonly Token[], last: Term | undefined): Step | undefined {
  const [first] = tokens;
  const found = readQuantity(tokens);
  if (first === undefined || found === undefined) return undefined;
  const compared = found.bounds.length > 0;
  const values: Record<string, unknown> = {};
  const doubt: Partial<Record<string, string>> = {};
  for (const dimension of found.dimensions) {
    if (!compared && dimension === 'count') continue;
    const kind = compared ? dimension : `${dimension}-only`;
    values[kind] = compared ? found.bounds : found.bare;
    if (found.doubt[dimension] !== undefined) doubt[kind] = found.doubt[dimension];
  }
  if (!compared && !last?.concepts.has('minus')) Object.assign(values, valuesOf(first).values);
  if (last?.concepts.has('http-word')) delete values.port;
  const zero = found.bare === 0 ? ['zero'] : [];
  // The keys are kinds of values.
  const read = term(rawOf(tokens, found.length), 'word', zero, values as Found);
  return [found.length, [{ ...read, doubt }]];
}

const rawOf = (tokens: readonly Token[], length: number): string =>
  Array.from(tokens.slice(0, length), ({ raw }) => raw).join(' ');

/** `EXPOSE 8080`, `USER app`, `CMD ["node", "main.js"]`: an instruction is a word, and what it sets. */
function instruction(token: Token): Step | undefined {
  const [, name = '', rest = ''] = /^([A-Z]{3,})(?:\s+(.+))?$/s.exec(token.raw) ?? [];
  const concepts = instructions[name]?.split(' ');
  if (concepts === undefined) return undefined;
  if (token.kind !== 'code')
    return bare.test(name)
      ? [1, [term(name, 'word', [...concepts, 'instruction-name'])]]
      : undefined;
  const also = rest === '' ? 'instruction-name' : 'line';
  const line = term(token.raw, 'word', [...concepts, also], { code: token.raw });
  if (rest === '') return [1, [line]];
  const value = valuesOf({ kind: 'code', stem: '', raw: rest.trim() });
  return [1, [line, term(rest, 'word', [...value.concepts, 'argument'], value.values)]];
}

/** In capitals they are no words of a sentence. */
const bare = /^(?:ENV|ARG|RUN|COPY|HEALTHCHECK)$/;

const instructions = pairs(
  'EXPOSE expose|USER user run|WORKDIR workdir|CMD cmd-instruction|ENTRYPOINT cmd-instruction entrypoint|FROM used from-line|HEALTHCHECK healthcheck|ENV env-line|COPY copy|RUN install run|ARG argument-line|LABEL label|ADD add-line',
);

/** `Node 20`, `Python 3.12 slim`: a runtime, and the image of that name; `Node 20+`, `Python >= 3.11`, `Go 1.22 or later`: at least that. */
function runtime(tokens: readonly Token[]): Step | undefined {
  const [name] = tokens;
  if (name?.kind !== 'word' || !runtimes.has(name.stem)) return undefined;
  const shown = ({ kind, unit, raw }: Token) => (kind === 'number' && unit !== '' ? '?' : raw);
  const [whole, said, least, number = '', later, variants = ''] =
    version.exec(tokens.map(shown).join(' ')) ?? [];
  if (whole === undefined) return undefined;
  const image = name.raw.toLowerCase().replace(/^(node)\.?js$|^go$/, (_, node) => node ?? 'golang');
  const concepts = ['runtime-version', ...(said ? ['version'] : [])];
  const atLeast = least || later ? '+' : '';
  const tag = [number, ...(variants.toLowerCase().match(/\b(?!variant)[a-z]+/g) ?? [])].join('-');
  const values: Found = {
    ...(tag === number && { runtime: [image === 'golang' ? 'go' : image, number + atLeast] }),
    ...(atLeast === '' && { image: `${image}:${tag}` }),
  };
  return [whole.split(' ').length, [term(whole, 'word', concepts, values)]];
}

const version =
  /^\S+ (version (?:(?:is|:) )?)?((?:>=|≥) )?v?(\d[\w.-]*)(?: (\+|(?:or|and) (?:later|newer|above|higher|greater|up|upwards?)\b)|(?: lts)?((?:(?: ,)?(?: (?:slim|alpine|bookworm|bullseye|trixie|jammy|noble|distroless)(?: variant)?)+|(?: \((?: (?:slim|alpine|bookworm|bullseye|trixie|jammy|noble|distroless)(?: variant)?)(?:(?: ,)?(?: (?:slim|alpine|bookworm|bullseye|trixie|jammy|noble|distroless)(?: variant)?))* \)))?)(?= |$))/i;

const runtimes = wordSet`node nodejs node.js python ruby go golang java php dotnet bun deno elixir erlang rust nginx alpine debian ubuntu`;

/** `USER node` without backticks, "as svcuser", "user appuser": a name where a user is named. */
function user(tokens: readonly Token[], at: number): Step | undefined {
  const token = tokens[at];
  const before = tokens[at - 1];
  // `app` is a name there, and no word for what runs.
  const afterRun = /^(?:as|als|como|comme)$/.test(before?.stem ?? '') && isRun(tokens[at - 2]);
  if (token?.kind === 'code' && token.raw !== 'root' && (afterRun || before?.stem === 'user'))
    return [1, [term(token.raw, 'word', [], valuesOf(token).values)]];
  if (token?.kind !== 'word' || before === undefined) return undefined;
  const isName = /^[a-z_][a-z0-9_-]+$/.test(token.raw) && !free.has(token.stem);
  const asked = /whoami|\.Config\.User\b/.test(tokens[at - 2]?.raw ?? '');
  const named =
    tokens.slice(at, at + 6).some(({ raw }) => raw === `USER ${token.raw}`) ||
    (before.raw === 'USER' &&
      isName &&
      !/^(?:root|nonroot|instruction|directive|statement|line|set|is|must|shall|should|exists?|present|command|before|after|in|at|for|\w+ed)$/.test(
        token.raw,
      )) ||
    (isName &&
      (!phrasesByFirst.has(token.stem) || (asked && mistakable.test(token.raw))) &&
      ((before.raw === 'user' && tokens[at - 2]?.stem === 'as' && token.raw.length > 2) ||
        (before.raw === ':' && tokens[at - 2]?.raw === 'user') ||
        (asked && ['→', 'show', 'print', 'return'].includes(before.stem)))) ||
    ((['as', 'user'].includes(before.stem) ||
      (before.raw === '(' && /^(?:user|root|account)$/.test(tokens[at - 2]?.stem ?? '')) ||
      /^owned$/.test(tokens[at - 2]?.raw ?? '')) &&
      /^(?:[a-z][\w-]*user\d*|nobody|www-data|node|nextjs|nestjs|svc|daemon)$/.test(token.raw));
  return named ? [1, [term(token.raw, 'word', [], { user: token.raw })]] : undefined;
}

/** Names of users that are words as well. */
const mistakable = /^(?:app|api|web|server|service|backend|node|runner|worker)$/;

const isRun = (token: Token | undefined): boolean =>
  phrasesByFirst.get(token?.stem ?? '')?.some(({ concept }) => concept === 'run') ?? false;

function phrase(tokens: readonly Token[], before: readonly Term[]): Step | undefined {
  const [first] = tokens;
  if (!first || first.kind === 'number' || first.kind === 'mark' || first.kind === 'text')
    return undefined;
  const fitting = [
    ...(phrasesByFirst.get(first.stem) ?? []),
    ...(phrasesByFirst.get(`=${first.raw.toLowerCase()}`) ?? []),
  ].map(({ stems, concept }) => ({ length: reach(tokens, stems, articles), concept }));
  const length = Math.max(0, ...fitting.map((one) => one.length));
  const known = length === 1 && (isFree(first) || negations.has(first.stem));
  if (length === 0 || known) return undefined;
  const concepts = fitting.flatMap((one) => (one.length === length ? one.concept : []));
  // Only a setting is "not present" as one that is missing; a tool is not there.
  const denied = negations.has(first.stem) && concepts.join() === 'unset';
  if (denied && !before.some((one) => settings.some((name) => one.concepts.has(name))))
    return undefined;
  const { values: own, concepts: command } =
    length === 1 ? valuesAfter(before.at(-1), first) : { values: {}, concepts: [] };
  if (own.variable !== undefined) return undefined;
  const named =
    concepts.includes('data') && /^[A-Za-z][a-z]{2,}s$/.test(first.raw) && !mass.has(first.stem);
  const values = named ? { ...own, resource: first.raw.toLowerCase() } : own;
  return [length, [term(rawOf(tokens, length), 'word', [...concepts, ...command], values)]];
}

/** In capitals it is HTTP's method. */
const isFree = ({ stem, raw }: Token) => free.has(stem) && raw !== 'GET';

const settings = ['{variable}', 'variable', 'environment', 'configuration', 'database-url'];

/** They name no resource: any API keeps data. */
const mass = wordSet`admins administrators moderators operators redis kubernetes mondays tuesdays wednesdays thursdays fridays saturdays sundays weekdays weekends holidays nights rows records datas contents states sessions cookies backups volumes caches jobs pods alerts dashboards queues topics plugins fixtures mocks tests scripts flows workflows journeys scenarios conventions patterns principles standards practices verbs methods features actions requests operations branches pipelines forms analytics metrics statistics`;

/** The values of a token; "runs `pytest`" and "runs on `alpine`" name no user, and "no gcc or python" names two tools. */
function valuesAfter(last: Term | undefined, token: Token): ReturnType<typeof valuesOf> {
  const { values, concepts } = valuesOf(token);
  const isTool = /^(?:no|not|or|and|nor|,) (?:python3?|node|perl|ruby|java)$/i;
  if (isTool.test(`${last?.raw} ${token.raw}`))
    return { values: { ...values, tool: token.raw.toLowerCase() }, concepts };
  if (!/^(?:with|on|using|via|through|in|inside|by|from|runs?|executes?)$/i.test(last?.raw ?? ''))
    return { values, concepts };
  const { user: _user, ...others } = values;
  return { values: others, concepts };
}

function single(token: Token, last: Term | undefined): Step {
  if (token.kind === 'mark') return [1, [mark(token)]];
  if (token.kind === 'word' && negations.has(token.stem)) return [1, [term(token.raw, 'not')]];
  if (token.kind === 'word' && joins.has(token.stem))
    return [1, [term(token.raw, 'join', token.stem === 'or' ? ['or'] : [token.stem])]];
  if (token.kind === 'word' && token.stem === 'then') return [1, [term(token.raw, 'then')]];
  if (token.kind === 'word' && isFree(token))
    return [1, [term(token.raw, token.stem === 'with' ? 'join' : 'free', [token.stem])]];
  const { values, concepts } = valuesAfter(last, token);
  const plural =
    token.kind === 'word' && /^[A-Za-z][a-z]+[^s]s$/.test(token.raw) && !mass.has(token.stem)
      ? { resource: token.raw.toLowerCase() }
      : {};
  return [1, [term(token.raw, 'word', concepts, { ...plural, ...values })]];
}

const joins = wordSet`and plus or y und e et и`;

function mark({ stem: sign, raw }: Token): Term {
  const role = /^[,;—+:]$/.test(sign) ? 'join' : /^[→()=]$/.test(sign) ? 'free' : 'word';
  return term(raw, role, [sign]);
}
