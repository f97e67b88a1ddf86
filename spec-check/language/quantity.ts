import type { Bound, Comparison } from '../model/check.ts';
import { reach, stem, type Token, wordSet } from './words.ts';

/** A number with what compares it. `count` where it has no unit. */
export interface Quantity {
  readonly length: number;
  readonly bounds: readonly Bound[];
  /** The number alone, where nothing compares it. */
  readonly bare?: number;
  readonly dimensions: readonly Dimension[];
  /** Why it can mean two things, by dimension. */
  readonly doubt: Partial<Record<Dimension, string>>;
}

type Measured = Pick<Quantity, 'dimensions' | 'doubt'> & { readonly value: number };

export type Dimension = 'bytes' | 'ms' | 'count';

/** Powers of 1000 as `docker images` prints them, powers of 1024 where the unit says so (IEC 80000-13). */
const units: readonly (readonly [is: RegExp, dimension: Dimension, factor: number])[] = [
  [/^bytes?$/, 'bytes', 1],
  [/^k(?:ilobytes?|b)$/, 'bytes', 1e3],
  [/^m(?:egabytes?|b|o|egs?)$/, 'bytes', 1e6],
  [/^g(?:igabytes?|b)$/, 'bytes', 1e9],
  [/^tb$/, 'bytes', 1e12],
  [/^ki(?:bibytes?|b)?$/, 'bytes', 2 ** 10],
  [/^m(?:ebibytes?|ib|i)$/, 'bytes', 2 ** 20],
  [/^gi(?:bibytes?|b)?$/, 'bytes', 2 ** 30],
  [/^(?:ms|msecs?|milliseconds?)$/, 'ms', 1],
  [/^(?:s|secs?|seconds?|sekunden?|segundos?|secondes?)$/, 'ms', 1000],
  [/^min(?:ute)?s?$/, 'ms', 60_000],
  [/^h(?:ours?)?$/, 'ms', 3_600_000],
];

/** What stands before a number, by the comparison; negated, it turns round. */
const before = table({
  '<': 'unter|menos de|menor que|menor a|inferior a|moins de|weniger als|kleiner als|under|below|less than|smaller than|lower than|lighter than|fewer than|less as|smaller as|lower as|<|inside of|faster than|quicker than|shorter than',
  '<=': 'no later than|not later than|at the latest|no later|nicht größer als|nicht mehr als|nicht über|nicht länger als|no más de|no superior a|no mayor que|pas plus de|sans plus de|não mais de|innerhalb von|innerhalb|höchstens|maximal|como máximo|no máximo|au plus|até|at most|at maximum|up to|within|in|max|maximum|maximum of|max of|limit to|cap at|cap to|not exceed|never exceed|without exceed|no more than|not more than|no larger than|not larger than|no bigger than|not bigger than|no greater than|not greater than|no longer than|not longer than|no higher than|not higher than|no slower than|not over|not above|never over|never above|never more than|never larger than|never bigger than|not go over|not go above|not grow over|not grow above|not grow beyond|never grow beyond|not beyond|<=|not to exceed|inside|fit in|fit into|fit within|not take more than|not take longer than|not use more than',
  '>': 'over|above|more than|larger than|bigger than|greater than|exceed|>|longer than|higher than|beyond',
  '>=': 'at least|minimum|min|minimum of|min of|no less than|not less than|no smaller than|not smaller than|not under|not below|never under|never below|>=|no fewer than',
});

const after = table({
  '<=': 'or less|or smaller|or below|or under|or lower|or faster|or quicker|at most|maximum|max|tops',
  '>=': 'or more|or larger|or greater|or higher|at least|minimum|min',
});

export const twoLimits = 'Two limits for one thing: which one holds?';

const roughly = wordSet`about around approximately roughly circa ca ~ approx nearly almost near`;
const skipped = wordSet`a an the of to be in`;

/** Reads `under 200MB`, `200 MB or less`, or a number alone, at the beginning of the tokens. */
export const readQuantity = (tokens: readonly Token[]): Quantity | undefined =>
  compared(tokens) ?? trailed(tokens);

function table(words: Partial<Readonly<Record<Comparison, string>>>) {
  const ways = Object.entries(words).flatMap(([op, phrases]) =>
    phrases.split('|').map((phrase) => ({
      // The keys are comparisons.
      op: op as Comparison,
      stems: phrase.split(' ').map(stem),
    })),
  );
  ways.sort((a, b) => b.stems.length - a.stems.length);
  return Map.groupBy(ways, ({ stems }) => stems[0] ?? '');
}

function compared(tokens: readonly Token[]): Quantity | undefined {
  const first = tokens[0]?.stem ?? '';
  if (tokens[0]?.kind === 'number') return undefined;
  for (const { op, stems } of before.get(first) ?? []) {
    const at = reachNumber(tokens, stems);
    if (at === 0) continue;
    const found = limited(tokens, at, op);
    if (found !== undefined) return found;
  }
  return roughly.has(first) ? limited(tokens, 0, '<=') : undefined;
}

function limited(tokens: readonly Token[], from: number, op: Comparison): Quantity | undefined {
  // "Within < 3 seconds", "in under 5 s": the second one is what compares.
  const inner = from > 0 ? compared(tokens.slice(from)) : undefined;
  if (inner !== undefined) return { ...inner, length: inner.length + from };
  const vague = roughly.has(tokens[from]?.stem ?? '');
  const at = vague ? from + 1 : from;
  const amount = tokens[at];
  if (amount?.kind !== 'number') return undefined;
  const measured = measure(amount);
  // "In 5" and "in 200 MB" compare nothing: only a time is something to be in.
  if (tokens[0]?.stem === 'in' && from === 1 && measured.dimensions[0] !== 'ms') return undefined;
  const other = tokens[at + 2];
  const two =
    tokens[at + 1]?.stem === 'or' && other?.kind === 'number' && amount.unit !== '' ? 2 : 0;
  const why = vague
    ? '"about" without a tolerance: below it, or how far above?'
    : two > 0
      ? twoLimits
      : undefined;
  const doubt = why === undefined ? measured.doubt : { bytes: why, ms: why, count: why };
  const bounds = [{ op, value: measured.value }];
  return { ...measured, length: at + 1 + two, bounds, doubt };
}

function trailed([amount, ...rest]: readonly Token[]): Quantity | undefined {
  if (amount?.kind !== 'number') return undefined;
  const measured = measure(amount);
  for (const { op, stems } of after.get(rest[0]?.stem ?? '') ?? []) {
    const length = reachNumber(rest, stems);
    if (length === 0) continue;
    const bounds = [{ op, value: measured.value }];
    return { ...measured, length: length + 1, bounds };
  }
  return { ...measured, length: 1, bounds: [], bare: measured.value };
}

/** The value in the unit of its dimension; without a clear unit it may be of any. */
function measure({ value = 0, unit = '', raw }: Token): Measured {
  if (/^[kKMGT]?b$/.test(unit))
    return {
      value,
      dimensions: ['bytes'],
      doubt: { bytes: `"${unit}" can mean bits or bytes: ${value}${unit.replace('b', 'B')}?` },
    };
  const [, dimension, factor = 1] = units.find(([is]) => is.test(unit.toLowerCase())) ?? [];
  if (dimension === undefined) {
    const none = unit === '';
    const what = none ? `"${value}" has no unit` : `"${unit}" is no unit`;
    const bytes = `${what}: ${value}MB or ${value}MiB?`;
    const ms = `${what}: ${value} ${none ? 's' : 'min'} or ${value} ms?`;
    return {
      value,
      dimensions: [...(none ? (['count'] as const) : []), 'bytes', 'ms'],
      doubt: { bytes, ms },
    };
  }
  const grouped = /^\d{1,3}\.\d{3}\b/.test(raw);
  const why = `"${raw}": a point before decimals, or one that groups thousands?`;
  const doubt = grouped ? { [dimension]: why } : {};
  return { value: Math.round(value * factor), dimensions: [dimension], doubt };
}

/** How many tokens the comparing words take, and those between them and the number; 0 when they are not there. */
function reachNumber(tokens: readonly Token[], stems: readonly string[]): number {
  let at = reach(tokens, stems, skipped);
  while (at > 0 && (skipped.has(tokens[at]?.stem ?? '') || tokens[at]?.stem === ':')) at += 1;
  return at;
}
