import { megabytes, shortDuration } from '../model/format.ts';
import type { CheckResult, Report, ReportItem } from '../model/report.ts';
import { label, shownStatus } from './report-text.ts';

/**
 * What changed between two reports of a spec, one sentence each, the worst first: promises with another
 * status, promises that are new or gone, and sizes and times that moved by more than one per cent.
 * Promises are matched by heading and text. Empty when nothing changed.
 */
export function changesSince(before: Report, now: Report): readonly string[] {
  const earlier = new Map(before.items.map((item) => [key(item), item]));
  const current = new Set(now.items.map(key));
  const compared = now.items.flatMap((item) => {
    const was = earlier.get(key(item));
    return was === undefined ? [] : [{ item, was }];
  });
  const other = compared.filter(({ item, was }) => shownStatus(item) !== shownStatus(was));
  const sentence = ({ item, was }: (typeof other)[number]) =>
    `${label(item)}: ${shownStatus(item)}, was ${shownStatus(was)}`;
  return [
    ...other.filter(({ item }) => !holds(item)).map(sentence),
    ...other.filter(({ item }) => holds(item)).map(sentence),
    ...now.items
      .filter((item) => !earlier.has(key(item)))
      .map((item) => `${label(item)}: new, ${shownStatus(item)}`),
    ...before.items.filter((item) => !current.has(key(item))).map((item) => `${label(item)}: gone`),
    ...compared.flatMap(({ item, was }) =>
      movements(was.checks, item.checks).map((moved) => `${label(item)}: ${moved}`),
    ),
  ];
}

function key({ section, text }: ReportItem): string {
  return `${section}\n${text}`;
}

function holds({ status }: ReportItem): boolean {
  return status === 'PASS' || status === 'WAIVED';
}

function movements(before: readonly CheckResult[], now: readonly CheckResult[]): readonly string[] {
  return now.flatMap((result) => {
    const was = figureOf(before.find(({ check }) => check === result.check));
    const is = figureOf(result);
    if (was === undefined || is === undefined || was.unit !== is.unit) return [];
    const difference = Math.abs(is.value - was.value);
    if (difference <= was.value * 0.01) return [];
    return [`${shown[is.unit](difference)} ${is.value > was.value ? 'more' : 'less'}`];
  });
}

const shown = { bytes: megabytes, ms: shortDuration } as const;

/** The figure of a check that holds one against a limit. */
function figureOf(
  result: CheckResult | undefined,
): { readonly unit: 'bytes' | 'ms'; readonly value: number } | undefined {
  const { limitBytes, limitMs, worstBytes, worstMs, bytes } = result?.measured ?? {};
  if (limitMs !== undefined && typeof worstMs === 'number') return { unit: 'ms', value: worstMs };
  const value = worstBytes ?? bytes;
  return limitBytes !== undefined && typeof value === 'number'
    ? { unit: 'bytes', value }
    : undefined;
}
