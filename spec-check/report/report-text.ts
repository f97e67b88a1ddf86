import { counted } from '../model/format.ts';
import type { CheckResult, Report, ReportItem, Status } from '../model/report.ts';

/** What every report says of a run, in the same words. */

/** What does not hold first, the worst of it before the rest; otherwise criteria, then constraints, as the spec has them. */
export function ordered({ items }: Report): readonly ReportItem[] {
  const kinds = ['criterion', 'constraint'];
  return items.toSorted(
    (a, b) =>
      rank(a.status) - rank(b.status) ||
      (rank(a.status) === holding ? kinds.indexOf(a.kind) - kinds.indexOf(b.kind) : 0),
  );
}

const worstFirst: readonly Status[] = ['FAIL', 'AMBIGUOUS', 'UNVERIFIED', 'ERROR'];
const holding = worstFirst.length;

function rank(status: Status): number {
  const index = worstFirst.indexOf(status);
  return index === -1 ? holding : index;
}

/** The promise's words; a constraint stands under its heading: `Image Size: Under 200MB`. */
export function label({ kind, section, text }: ReportItem): string {
  if (kind !== 'constraint') return text;
  return `${section.split(' › ').slice(1).join(' › ') || 'Constraint'}: ${text}`;
}

/** `PASS (stand-in)`, or the status word. */
export function shownStatus({ status, proof }: Pick<ReportItem, 'status' | 'proof'>): string {
  return status === 'PASS' && proof === 'stand-in' ? 'PASS (stand-in)' : status;
}

/** One cause, and every promise that it keeps from holding; the first is the one it is shown with. */
export interface CauseBlock {
  readonly check: CheckResult;
  readonly items: readonly [ReportItem, ...ReportItem[]];
}

/**
 * The causes of what does not hold, each once, the worst first: results with the same cause, or of the
 * same check and parameters, are one block. Only results with something to do about them.
 */
export function causeBlocks(report: Report): readonly CauseBlock[] {
  const blocks = new Map<string, { check: CheckResult; items: [ReportItem, ...ReportItem[]] }>();
  for (const item of ordered(report))
    for (const check of item.checks) {
      if (check.status === 'PASS' || check.status === 'WAIVED' || check.fix === null) continue;
      const key = check.cause ?? JSON.stringify([check.check, check.params]);
      const block = blocks.get(`${check.status} ${key}`);
      if (block === undefined) blocks.set(`${check.status} ${key}`, { check, items: [item] });
      else if (!block.items.includes(item)) block.items.push(item);
    }
  return [...blocks.values()];
}

/** `FAIL non-root`, and how many promises it concerns where those are several. */
export function blockTitle({ check, items }: CauseBlock): string {
  const title = `${check.status} ${check.cause ?? check.check}`;
  return items.length === 1 ? title : `${title}: 1 cause, ${items.length} promises`;
}

/** What is told of a failed check, in this order: a name and a text of one line or several. */
export function explanation(check: CheckResult): readonly (readonly [string, string])[] {
  const parts: readonly (readonly [string, string | null])[] = [
    ['expected', check.expected],
    ['seen', check.actual],
    ['why', check.diagnosis],
    ['try it', check.command],
    ['fix', check.fix],
  ];
  return parts.flatMap(([name, text]) => (text === null ? [] : [[name, text] as const]));
}

/** What stood in for the things that a promise names; empty unless it is a PASS that leans on something. */
export function substitutesOf({ checks }: Pick<ReportItem, 'checks'>): readonly string[] {
  return [...new Set(checks.flatMap(({ substitute }) => substitute ?? []))];
}

/** `[1]` for each substitute; what the numbers mean is added to `notes`. */
export function numbersOf(
  item: Pick<ReportItem, 'checks'>,
  notes: Map<string, number>,
): readonly string[] {
  return substitutesOf(item).map((substitute) => {
    const number = notes.get(substitute) ?? notes.size + 1;
    notes.set(substitute, number);
    return `[${number}]`;
  });
}

/** One sentence that says it all: `12 of 13 promises hold. Not ready: PID 1 has uid 0 (root).` */
export function verdict(report: Report): string {
  return `${outcome(report)}${notRead(report)}`;
}

/** Lines that look like promises and were not checked: a green line must not hide them. */
function notRead({ spec: { notChecked } }: Report): string {
  if (notChecked.length === 0) return '';
  const lines = notChecked.map(({ line }) => line);
  const named = lines.length > 8 ? `${lines.slice(0, 8).join(', ')}, …` : lines.join(', ');
  return lines.length === 1
    ? ` 1 line looks like a promise and is not checked: line ${named} (spec-check explain says why).`
    : ` ${lines.length} lines look like promises and are not checked: lines ${named} (spec-check explain says why).`;
}

function outcome({ summary, items }: Report): string {
  const held = summary.pass + summary.waived;
  if (items.length > 0 && held === items.length) {
    return `${held} of ${counted(items.length, 'promise')} hold${items.length === 1 ? 's' : ''}${summary.waived > 0 ? ` (${summary.waived} waived)` : ''}.`;
  }
  const counts: readonly (readonly [number, string])[] = [
    [summary.fail, 'failed'],
    [summary.unverified, 'not verified'],
    [summary.ambiguous, 'ambiguous'],
    [summary.error, 'could not be measured'],
  ];
  const rest = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const failed = items.filter(({ status }) => status === 'FAIL');
  // One failure is told, several are counted.
  const why =
    failed.length === 1 && rest.length === 1 ? failed[0]?.evidence.split('\n')[0] : undefined;
  return `${held} of ${counted(items.length, 'promise')} ${items.length === 1 ? 'holds' : 'hold'}. Not ready: ${why?.replace(/\.$/, '') ?? rest.join(', ')}.`;
}
