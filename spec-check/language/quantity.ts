import type { Filled } from './slots.ts';
import type { Token } from './words.ts';

/** A bound: `{ op: '<', value: 200000000 }`; bytes or milliseconds. */
export interface Bound {
  readonly op: Comparison;
  readonly value: number;
}

export type Comparison = '<' | '<=' | '>' | '>=';

type Dimension = 'bytes' | 'milliseconds';

/** Powers of 1000 as `docker images` prints them, powers of 1024 where the unit says so (IEC 80000-13). */
const units: Readonly<Record<Dimension, Readonly<Record<string, number>>>> = {
  bytes: {
    byte: 1,
    bytes: 1,
    kb: 1e3,
    mb: 1e6,
    gb: 1e9,
    tb: 1e12,
    kib: 1024,
    mib: 1024 ** 2,
    gib: 1024 ** 3,
    kilobyte: 1e3,
    kilobytes: 1e3,
    megabyte: 1e6,
    megabytes: 1e6,
    gigabyte: 1e9,
    gigabytes: 1e9,
    kibibyte: 1024,
    kibibytes: 1024,
    mebibyte: 1024 ** 2,
    mebibytes: 1024 ** 2,
    gibibyte: 1024 ** 3,
    gibibytes: 1024 ** 3,
  },
  milliseconds: {
    ms: 1,
    millisecond: 1,
    milliseconds: 1,
    s: 1000,
    sec: 1000,
    secs: 1000,
    second: 1000,
    seconds: 1000,
    min: 60_000,
    mins: 60_000,
    minute: 60_000,
    minutes: 60_000,
  },
};

/** Words before a quantity, longest first where one begins another; a negation turns the comparison round. */
const before: readonly (readonly [string, Comparison])[] = [
  ['no more than', '<='],
  ['not more than', '<='],
  ['no larger than', '<='],
  ['not larger than', '<='],
  ['no bigger than', '<='],
  ['not bigger than', '<='],
  ['no greater than', '<='],
  ['not greater than', '<='],
  ['not over', '<='],
  ['not above', '<='],
  ['not exceed', '<='],
  ['not exceeding', '<='],
  ['never exceed', '<='],
  ['never exceeding', '<='],
  ['without exceeding', '<='],
  ['never over', '<='],
  ['never more than', '<='],
  ['not to exceed', '<='],
  ['no less than', '>='],
  ['not less than', '>='],
  ['no smaller than', '>='],
  ['not smaller than', '>='],
  ['not under', '>='],
  ['not below', '>='],
  ['never under', '>='],
  ['not grow over', '<='],
  ['not grow above', '<='],
  ['not grow beyond', '<='],
  ['not go over', '<='],
  ['not go above', '<='],
  ['never grow beyond', '<='],
  ['never larger than', '<='],
  ['never bigger than', '<='],
  ['never exceeds', '<='],
  ['never below', '>='],
  ['at most', '<='],
  ['at maximum', '<='],
  ['up to', '<='],
  ['within', '<='],
  ['max', '<='],
  ['maximum', '<='],
  ['maximum of', '<='],
  ['max of', '<='],
  ['limited to', '<='],
  ['capped at', '<='],
  ['at least', '>='],
  ['minimum', '>='],
  ['min', '>='],
  ['minimum of', '>='],
  ['under', '<'],
  ['below', '<'],
  ['less than', '<'],
  ['smaller than', '<'],
  ['lower than', '<'],
  ['lighter than', '<'],
  ['fewer than', '<'],
  ['lower as', '<'],
  ['smaller as', '<'],
  ['less as', '<'],
  ['over', '>'],
  ['above', '>'],
  ['more than', '>'],
  ['larger than', '>'],
  ['bigger than', '>'],
  ['greater than', '>'],
  ['exceed', '>'],
  ['exceeding', '>'],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
];

/** Words after a quantity: `200 MB or less`. */
const after: readonly (readonly [string, Comparison])[] = [
  ['or less', '<='],
  ['or smaller', '<='],
  ['or below', '<='],
  ['or under', '<='],
  ['or lower', '<='],
  ['at most', '<='],
  ['maximum', '<='],
  ['max', '<='],
  ['or more', '>='],
  ['or larger', '>='],
  ['at least', '>='],
  ['minimum', '>='],
  ['min', '>='],
];

const roughly = [
  'about',
  'around',
  'approximately',
  'roughly',
  'circa',
  'ca',
  '~',
  'approx',
  'nearly',
  'almost',
];

/** Reads `under 200MB`, `200 MB or less`, `between 100 and 200 MB` at the beginning of the tokens. */
export function quantities(tokens: readonly Token[], dimension: Dimension): readonly Filled[] {
  return [
    ...between(tokens, dimension),
    ...compared(tokens, dimension),
    ...trailed(tokens, dimension),
    ...rough(tokens, dimension),
  ];
}

/** A quantity behind words that say it is a limit: `maximum image size: 180 MB`. */
export function limitOf(tokens: readonly Token[], dimension: Dimension): readonly Filled[] {
  const [quantity] = tokens;
  const measured = quantity?.kind === 'number' ? measure(quantity, dimension) : undefined;
  if (measured === undefined) return [];
  const bound: Bound = { op: '<=', value: measured.value };
  return [{ length: 1, value: [bound], ambiguity: measured.ambiguity }];
}

function between(tokens: readonly Token[], dimension: Dimension): Filled[] {
  if (!startsWith(tokens, 'between') || wordAt(tokens, 2) !== 'and') return [];
  const [low, high] = [tokens[1], tokens[3]];
  if (low?.kind !== 'number' || high?.kind !== 'number') return [];
  const upper = measure(high, dimension);
  const lower = measure(low.unit === '' ? { ...low, unit: high.unit } : low, dimension);
  if (upper === undefined || lower === undefined) return [];
  const value: Bound[] = [
    { op: '>=', value: lower.value },
    { op: '<=', value: upper.value },
  ];
  return [{ length: 4, value, ambiguity: upper.ambiguity ?? lower.ambiguity }];
}

/** By their first word: most tokens begin no comparison. */
const beforeByFirst = Map.groupBy(before, ([words]) => words.split(' ')[0]);

function compared(tokens: readonly Token[], dimension: Dimension): Filled[] {
  return (beforeByFirst.get(wordAt(tokens, 0)) ?? []).flatMap(([words, op]) => {
    const length = prefixLength(tokens, words);
    if (length === 0) return [];
    const vague = roughly.includes(wordAt(tokens, length) ?? '');
    const at = vague ? length + 1 : length;
    const quantity = tokens[at];
    const measured = quantity?.kind === 'number' ? measure(quantity, dimension) : undefined;
    if (measured === undefined) return [];
    const second = alternative(tokens.slice(at + 1), dimension);
    const bound: Bound = { op, value: measured.value };
    const ambiguity =
      measured.ambiguity ?? (vague ? noTolerance : second > 0 ? twoLimits : undefined);
    return [{ length: at + 1 + second, value: [bound], ambiguity }];
  });
}

/** `or 250MB` after a limit: two limits for one thing. How many tokens it takes. */
function alternative(tokens: readonly Token[], dimension: Dimension): number {
  const other = tokens[1];
  return wordAt(tokens, 0) === 'or' &&
    other?.kind === 'number' &&
    measure(other, dimension) !== undefined
    ? 2
    : 0;
}

function trailed(tokens: readonly Token[], dimension: Dimension): Filled[] {
  const [quantity, ...rest] = tokens;
  const measured = quantity?.kind === 'number' ? measure(quantity, dimension) : undefined;
  if (measured === undefined) return [];
  return after.flatMap(([words, op]) => {
    const length = prefixLength(rest, words);
    const bound: Bound = { op, value: measured.value };
    return length === 0
      ? []
      : [{ length: length + 1, value: [bound], ambiguity: measured.ambiguity }];
  });
}

function rough(tokens: readonly Token[], dimension: Dimension): Filled[] {
  const quantity = tokens[1];
  if (!roughly.includes(wordAt(tokens, 0) ?? '') || quantity?.kind !== 'number') return [];
  const measured = measure(quantity, dimension);
  return measured === undefined ? [] : [{ length: 2, value: [], ambiguity: noTolerance }];
}

const noTolerance = '"about" without a tolerance: below it, or how far above?';
const twoLimits = 'two limits for one thing: which one holds?';

/** The value in the dimension's base unit; undefined when the unit belongs to another dimension. */
function measure(
  { value, unit, raw }: Extract<Token, { kind: 'number' }>,
  dimension: Dimension,
): { readonly value: number; readonly ambiguity: string | undefined } | undefined {
  const factor =
    unit === 'm' || /^[kKMGT]?b$/.test(unit) ? undefined : units[dimension][unit.toLowerCase()];
  if (factor !== undefined && /^\d{1,3}\.\d{3}\b/.test(raw)) {
    return { value, ambiguity: `"${raw}": a point before decimals, or one that groups thousands?` };
  }
  if (factor !== undefined) return { value: Math.round(value * factor), ambiguity: undefined };
  if (unit === '')
    return {
      value,
      ambiguity: `"${value}" has no unit: ${dimension === 'bytes' ? 'MB or MiB' : 'seconds or milliseconds'}?`,
    };
  if (dimension === 'bytes' && /^[kKMGT]b$/.test(unit))
    return { value, ambiguity: `"${unit}" can mean bits or bytes` };
  if (/^[kKMG]$|^m$/.test(unit))
    return {
      value,
      ambiguity: `"${unit}" is no unit: ${dimension === 'bytes' ? 'MB or MiB' : 'minutes or milliseconds'}?`,
    };
  return undefined;
}

function startsWith(tokens: readonly Token[], word: string): boolean {
  return wordAt(tokens, 0) === word;
}

function wordAt(tokens: readonly Token[], index: number): string | undefined {
  const token = tokens[index];
  return token === undefined || token.kind === 'number' ? undefined : token.word;
}

/** How many tokens the words take at the beginning, `a`, `the`, `be` and `to` between them left aside; 0 when they are not there. */
function prefixLength(tokens: readonly Token[], words: string): number {
  let at = 0;
  for (const word of words.split(' ')) {
    while (
      at > 0 &&
      ['be', 'a', 'the', 'of', 'to'].includes(wordAt(tokens, at) ?? '') &&
      wordAt(tokens, at) !== word
    )
      at += 1;
    if (wordAt(tokens, at) !== word) return 0;
    at += 1;
  }
  while (['a', 'the', 'of', 'to'].includes(wordAt(tokens, at) ?? '')) at += 1;
  return at;
}

/** Every word that can be part of a quantity, beside the number itself. */
export const quantityWords: readonly string[] = [
  ...[...before, ...after].flatMap(([words]) => words.split(' ')),
  ...roughly,
  ...['between', 'and', 'or'],
];
