import type { Verdict } from '../model/check.ts';
import { megabytes, shortDuration } from '../model/format.ts';

/** What a limit was held against. */
export interface Figure {
  readonly unit: 'bytes' | 'ms';
  readonly value: number;
}

/** The figure of a check against a limit; undefined for every other check. */
export function figureOf({ measured = {} }: Pick<Verdict, 'measured'>): Figure | undefined {
  const { limitBytes, limitMs, worstBytes, worstMs, bytes } = measured;
  const value = limitMs === undefined ? (worstBytes ?? bytes) : worstMs;
  if (typeof value !== 'number' || (limitBytes === undefined && limitMs === undefined))
    return undefined;
  return { unit: limitMs === undefined ? 'bytes' : 'ms', value };
}

/** `, 2.1 MB more than last time`; empty where the difference is too small to speak of. */
export function movement(now: Figure, before: Figure | undefined): string {
  if (before === undefined || before.unit !== now.unit) return '';
  const difference = Math.abs(now.value - before.value);
  const { least, part, said } = units[now.unit];
  if (difference === 0 || (difference < least && difference < before.value * part)) return '';
  return `, ${said(difference)} ${now.value > before.value ? 'more' : 'less'} than last time`;
}

/** A difference counts from either on. A time varies by itself from run to run: no millisecond counts alone. */
const units = {
  bytes: { least: 100_000, part: 0.01, said: megabytes },
  ms: { least: Number.POSITIVE_INFINITY, part: 0.01, said: shortDuration },
} as const;
