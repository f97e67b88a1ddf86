import * as z from 'zod';
import type { Bound, Values } from './check.ts';
import type { Conflict } from './finding.ts';

/** A parameter of what is measured several times: the worst counts. */
export const upperLimit = z
  .enum(['<', '<='])
  .default('<=')
  .describe('Which side of the limit it must be on');

export type UpperLimit = z.output<typeof upperLimit>;

export const limitMs = z.int().positive().describe('The limit in milliseconds');

const comparisons = {
  '<': { holds: (value: number, limit: number) => value < limit, sign: 'less than' },
  '<=': { holds: (value: number, limit: number) => value <= limit, sign: 'at most' },
  '>': { holds: (value: number, limit: number) => value > limit, sign: 'more than' },
  '>=': { holds: (value: number, limit: number) => value >= limit, sign: 'at least' },
  '=': { holds: (value: number, limit: number) => value === limit, sign: 'exactly' },
} as const;

type Op = keyof typeof comparisons;

export const holds = (op: Op, value: number, limit: number) => comparisons[op].holds(value, limit);

/** `less than` */
export const sign = (op: Op) => comparisons[op].sign;

/** The upper bounds of a sentence; a lower one makes it AMBIGUOUS. */
export const upperBounds = (bounds: readonly Bound[] | undefined) =>
  (bounds ?? []).map(({ op, value }) =>
    op === '<' || op === '<=' ? { op, value } : { op: '<=', value: 0 },
  );

/** Parameters of a sense: the upper bounds that its sentence holds, `{ op, ms }`. */
export const upperLimits = (kind: 'ms' | 'bytes') => (values: Values) =>
  upperBounds(values.one(kind)).map(({ op, value }) => ({ op, [kind]: value }));

type Limited<K extends string> = { op: string; basis?: string; path?: string } & Record<K, number>;

/** Why two promises contradict each other whose parameter `key` is a limit; of one `basis` or `path`, where a check has limits for several. */
export const conflictOfBounds =
  <K extends 'ms' | 'bytes'>(key: K, shown: (value: number) => string) =>
  (one: Limited<K>, other: Limited<K>): Conflict | undefined => {
    const [most, ...more] = [one, other].filter(({ op }) => op.startsWith('<'));
    if (most === undefined || one.basis !== other.basis || one.path !== other.path)
      return undefined;
    if (more.length > 0) {
      const reason = `two limits for one thing, ${shown(one[key])} and ${shown(other[key])}`;
      return one[key] === other[key] ? undefined : { code: 'two-limits', reason };
    }
    const least = most === one ? other : one;
    const possible =
      least[key] < most[key] || (least[key] === most[key] && least.op === '>=' && most.op === '<=');
    const reason = 'nothing is above the one and below the other';
    return possible ? undefined : { code: 'impossible-limits', reason };
  };
