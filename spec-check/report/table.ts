import Table from 'cli-table3';
import pc from 'picocolors';
import type { CheckResult, Report, ReportItem, Status } from './report.ts';

/**
 * The table `Success Criterion | Status | Evidence`, what to do about each line that does not hold,
 * and one last line that says it all. `width` is the terminal's, in columns.
 */
export function table(report: Report, width: number): string {
  const notes = new Map<string, number>();
  return [rows(report, width, notes), ...failures(report), standIns(notes), verdict(report)]
    .filter((part) => part !== '')
    .join('\n\n');
}

function rows(report: Report, width: number, notes: Map<string, number>): string {
  const free = Math.max(width, 72) - statusWidth - 4;
  const first = Math.floor(free * 0.42);
  const table = new Table({
    head: ['Success Criterion', 'Status', 'Evidence'],
    colWidths: [first, statusWidth, free - first],
    wordWrap: true,
    style: { head: [], border: [], compact: false },
  });
  const told = new Set<string>();
  for (const item of ordered(report)) {
    // One cause of many errors is told once.
    const again = item.status === 'ERROR' && told.has(item.evidence);
    told.add(item.evidence);
    table.push([
      label(item),
      colored(shownStatus(item), item.status),
      again ? 'The same cause as above' : noted(item.evidence, notes),
    ]);
  }
  return table.toString();
}

/** `UNVERIFIED`, the longest status word, `PASS (stand-in)`, and the padding. */
const statusWidth = 'PASS (stand-in)'.length + 2;

/** Criteria first, then constraints, each in the order of the spec. */
function ordered({ items }: Report): ReportItem[] {
  return ['criterion', 'constraint'].flatMap((kind) => items.filter((item) => item.kind === kind));
}

function label(item: ReportItem): string {
  return item.kind === 'constraint'
    ? `${item.section.split(' › ').slice(1).join(' › ') || 'Constraint'}: ${item.text}`
    : item.text;
}

function shownStatus({ status, proof }: ReportItem): string {
  return status === 'PASS' && proof === 'stand-in' ? 'PASS (stand-in)' : status;
}

const colors: Readonly<Record<Status, (text: string) => string>> = {
  PASS: pc.green,
  FAIL: pc.red,
  UNVERIFIED: pc.yellow,
  AMBIGUOUS: pc.yellow,
  ERROR: pc.magenta,
  WAIVED: pc.cyan,
};

function colored(text: string, status: Status): string {
  return colors[status](text);
}

function failures(report: Report): string[] {
  const told = new Set<string>();
  return ordered(report)
    .flatMap((item) =>
      item.checks.filter(({ status }) => status === 'FAIL').map((check) => ({ item, check })),
    )
    .filter(({ check }) => {
      const key = JSON.stringify([check.check, check.params]);
      return !told.has(key) && told.add(key);
    })
    .map(({ item, check }) => failure(report.spec.path, item, check));
}

function failure(specPath: string, item: ReportItem, check: CheckResult): string {
  const lines: (readonly [string, string | null])[] = [
    ['expected', check.expected],
    ['seen', check.actual],
    ['why', check.diagnosis],
    ['try it', check.command],
    ['fix', check.fix],
  ];
  return [
    `${pc.red('FAIL')} ${check.check}: ${item.text} (${specPath}:${item.line})`,
    ...lines.flatMap(([name, text]) =>
      text === null ? [] : [`  ${name.padEnd(9)} ${text.replaceAll('\n', `\n${' '.repeat(12)}`)}`],
    ),
  ].join('\n');
}

/** `(stand-in: …)` as a number: each stand-in is told once, below the table. */
function noted(evidence: string, notes: Map<string, number>): string {
  return evidence.replace(standIn, (_whole, text: string) => {
    const number = notes.get(text) ?? notes.size + 1;
    notes.set(text, number);
    return ` [${number}]`;
  });
}

/** What stands in may itself hold a bracket: `a second engine (Docker 28.5)`. */
const standIn = /\s*\(stand-in: ((?:[^()]|\([^()]*\))*)\)/g;

function standIns(notes: ReadonlyMap<string, number>): string {
  if (notes.size === 0) return '';
  return [
    'What stood in for the thing named (--strict accepts no stand-in):',
    ...[...notes].map(([text, number]) => `[${number}] ${text}`),
  ].join('\n');
}

function verdict({ summary, items }: Report): string {
  const holding = summary.pass + summary.waived;
  const seconds = `${summary.seconds.toFixed(1)} s`;
  if (items.length > 0 && holding === items.length) {
    return pc.green(
      `All ${items.length} hold${summary.waived > 0 ? ` (${summary.waived} waived)` : ''}. ${seconds}`,
    );
  }
  const counts: (readonly [number, string])[] = [
    [summary.fail, 'failed'],
    [summary.unverified, 'not verified'],
    [summary.ambiguous, 'ambiguous'],
    [summary.error, 'could not be measured'],
  ];
  const rest = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  return pc.bold(`${holding} of ${items.length} hold. Not ready: ${rest.join(', ')}. ${seconds}`);
}
