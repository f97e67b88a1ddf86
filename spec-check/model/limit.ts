import * as z from 'zod';
import type { Bound } from './language.ts';

/** An upper limit of something that is measured several times: the worst counts. */
export type UpperLimit = '<' | '<=';

export const upperLimit = z.enum(['<', '<=']);

const comparisons = {
  '<': { holds: (value: number, limit: number) => value < limit, sign: 'less than' },
  '<=': { holds: (value: number, limit: number) => value <= limit, sign: 'at most' },
} as const;

export function holds(op: UpperLimit, value: number, limit: number): boolean {
  return comparisons[op].holds(value, limit);
}

/** `less than` */
export function sign(op: UpperLimit): string {
  return comparisons[op].sign;
}

/**
 * The bounds that a sentence holds. A lower one is none that an API is held to ("at least 512 MB" is said
 * of the machine): its value becomes one that no parameter takes, and the sentence AMBIGUOUS.
 */
export function upperBounds(
  bounds: readonly Bound[] | undefined,
): readonly { readonly op: UpperLimit; readonly value: number }[] {
  return (bounds ?? []).map(({ op, value }) =>
    op === '<' || op === '<=' ? { op, value } : { op: '<=', value: 0 },
  );
}
