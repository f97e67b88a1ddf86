/** One unit of a sentence. Words are lower case, without plural or verb `s`; `raw` is what stands in the text. */
export type Token =
  | { readonly kind: 'word'; readonly word: string; readonly raw: string }
  | { readonly kind: 'code'; readonly word: string; readonly raw: string }
  | { readonly kind: 'number'; readonly value: number; readonly unit: string; readonly raw: string }
  | { readonly kind: 'sign'; readonly word: string; readonly raw: string };

/**
 * Splits a sentence: code spans and paths stay whole, hyphens and contractions fall apart
 * (`non-root` → non root, `doesn't` → does not), punctuation between words is dropped, because every
 * word has to be understood anyway. `and`, `or` and commas that join are kept by the caller.
 */
export function tokenize(text: string): Token[] {
  return [...text.normalize('NFKC').matchAll(pattern)].flatMap(({ groups = {} }) => {
    if (groups.code !== undefined) return [code(groups.code)];
    if (groups.path !== undefined) return [code(groups.path)];
    if (groups.reference !== undefined) return [code(groups.reference)];
    if (groups.number !== undefined) return [number(groups)];
    if (groups.sign !== undefined)
      return [{ kind: 'sign' as const, word: signs[groups.sign] ?? groups.sign, raw: groups.sign }];
    return words(groups.word ?? '');
  });
}

const pattern = new RegExp(
  [
    '(?<ticks>`+)\\s?(?<code>.+?)\\s?\\k<ticks>',
    // A path at the beginning of a word; `and/or` is none.
    '(?<![\\w`/])(?<path>/[\\w{}][\\w./{}:-]*[\\w}]|/[\\w{}])',
    // An image reference: its tag or registry port holds a digit.
    '(?<![\\w`])(?<reference>[a-z0-9][\\w./-]*:(?=[\\w.-]*\\d)[\\w][\\w./-]*[\\w])',
    '(?<![\\w.])(?<number>\\d{1,3}(?:,\\d{3})+|\\d+(?:\\.\\d+)?)(?:[\\s-]?(?<unit>[kKMGT]i?[bB]|[mgt]i?b|[kKMG]|m|bytes?|(?:kilo|mega|giga|kibi|mebi|gibi)bytes?|ms|milliseconds?|s|secs?|seconds?|mins?|minutes?)(?![\\w]))?',
    '(?<sign><=|>=|[<>≤≥~±%=?]|(?<![\\w])[-−](?=\\d))',
    "(?<word>[\\p{L}\\p{N}_][\\p{L}\\p{N}_.:@]*[\\p{L}\\p{N}_]|[\\p{L}\\p{N}_](?:['’]\\w+)?|[&/])(?:['’](?<tail>\\w+))?",
  ].join('|'),
  'gu',
);

const signs: Readonly<Record<string, string>> = { '≤': '<=', '≥': '>=' };

function code(raw: string): Token {
  // `(healthy)`, as `docker ps` prints it.
  return { kind: 'code', word: stem(raw.toLowerCase().replace(/^\((\w+)\)$/, '$1')), raw };
}

function number({
  number: digits = '',
  unit = '',
}: Readonly<Record<string, string | undefined>>): Token {
  return {
    kind: 'number',
    value: Number(digits.replaceAll(',', '')),
    unit,
    raw: `${digits}${unit && ` ${unit}`}`,
  };
}

function words(raw: string): Token[] {
  const lower = raw.toLowerCase();
  const joined = spelled[lower];
  if (joined !== undefined)
    return joined.split(' ').map((word) => ({ kind: 'word', word: stem(word), raw }));
  return [{ kind: 'word', word: stem(lower), raw }];
}

/** Other spellings, each as the words it stands for. */
const spelled: Readonly<Record<string, string>> = {
  cannot: 'can not',
  '&': 'and',
  '/': 'or',
  nonroot: 'non root',
  containerised: 'containerized',
  dockerised: 'containerized',
  dockerized: 'containerized',
  postgresql: 'postgres',
  dockerhub: 'docker hub',
  env: 'environment',
  envvar: 'environment variable',
};

/** Plural and third person: `returns` and `return`, `tasks` and `task` are one word here. */
function stem(word: string): string {
  return /[^s\W]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word;
}

const numbers = 'zero one two three four five six seven eight nine ten'.split(' ');
/** Numbers written out, before a unit of time. */
const numberWords = new RegExp(
  `\\b(?:${numbers.join('|')})(?= (?:milli)?(?:second|minute)s?\\b)`,
  'gi',
);

/** `doesn't` and `can't`, opened up before the sentence is split; typographic quotes made plain. */
export function openContractions(text: string): string {
  return text
    .replace(/[‘’]/g, "'")
    .replace(/\bcan't\b/gi, 'can not')
    .replace(/\bwon't\b/gi, 'will not')
    .replace(/n't\b/gi, ' not')
    .replace(/'s\b/gi, '')
    .replace(/\bno longer\b/gi, 'not')
    .replace(/\bhalf a second\b/gi, '500 ms')
    .replace(/\b(?:a|one) (?=(?:second|minute)\b)/gi, '1 ')
    .replace(numberWords, (word) => String(numbers.indexOf(word.toLowerCase())))
    .replace(/\bhealth-checks?\b/gi, 'health check');
}
