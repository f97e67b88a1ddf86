import { megabytes, shortDuration } from '../model/format.ts';
import type { CheckResult, Report, ReportItem } from '../model/report.ts';
import { label, rowsOf, shownStatus } from './report-text.ts';

/** What changed between two reports of a spec, a sentence each; empty when nothing did. */
export function changesSince(before: Report, now: Report): readonly string[] {
  const key = ({ section, text }: ReportItem) => `${section}\n${text}`;
  const gone = new Map(before.items.map((item) => [key(item), item]));
  const changes = rowsOf(now).worst.flatMap((item) => {
    const was = gone.get(key(item));
    gone.delete(key(item));
    if (was === undefined) return [`${item.label}: new, ${item.shown}`];
    const earlier = shownStatus(was);
    const status = earlier === item.shown ? [] : [`${item.shown}, was ${earlier}`];
    const moved = item.checks.flatMap((check) => movement(was.checks, check));
    return [...status, ...moved].map((change) => `${item.label}: ${change}`);
  });
  return [...changes, ...[...gone.values()].map((item) => `${label(item)}: gone`)];
}

/** How the measured figure moved, of a check against a limit. */
function movement(earlier: readonly CheckResult[], now: CheckResult): readonly string[] {
  const before = earlier.find(({ check }) => check === now.check);
  const { limitBytes, limitMs } = now.measured;
  const figure = (measured: CheckResult['measured'] = {}) =>
    Number(limitMs === undefined ? (measured.worstBytes ?? measured.bytes) : measured.worstMs);
  const [was, is] = [figure(before?.measured), figure(now.measured)];
  if ((limitMs ?? limitBytes) === undefined || !(Math.abs(is - was) > was * 0.01)) return [];
  const format = limitMs === undefined ? megabytes : shortDuration;
  return [`${format(Math.abs(is - was))} ${is > was ? 'more' : 'less'}`];
}
