import Table from 'cli-table3';
import pc from 'picocolors';
import type { Report, Status } from '../model/report.ts';
import {
  blockTitle,
  type CauseBlock,
  causeBlocks,
  explanation,
  label,
  numbersOf,
  ordered,
  shownStatus,
  verdict,
} from './report-text.ts';

/**
 * The table `Success Criterion | Status | Evidence`, what to do about each line that does not hold,
 * and one last line that says it all. `width` is the terminal's, in columns.
 */
export function table(report: Report, width: number, changes?: readonly string[]): string {
  const notes = new Map<string, number>();
  return [
    rows(report, width, notes),
    ...causeBlocks(report).map((block) => blockText(report.spec.path, block)),
    standIns(notes),
    sinceBaseline(changes),
    lastLine(report),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function rows(report: Report, width: number, notes: Map<string, number>): string {
  const cells = cellsOf(report, notes);
  return width < narrow ? list(cells) : grid(cells, width);
}

/** Columns below which three beside each other are no longer readable. */
const narrow = 72;

interface Cells {
  readonly promise: string;
  readonly status: Status;
  readonly shown: string;
  readonly evidence: string;
}

function cellsOf(report: Report, notes: Map<string, number>): readonly Cells[] {
  const told = new Set<string>();
  return ordered(report).map((item) => {
    // One cause of many errors is told once.
    const again = item.status === 'ERROR' && told.has(item.evidence);
    told.add(item.evidence);
    return {
      promise: label(item),
      status: item.status,
      shown: shownStatus(item),
      evidence: again
        ? 'The same cause as above'
        : [item.evidence, ...numbersOf(item, notes)].join(' '),
    };
  });
}

function list(cells: readonly Cells[]): string {
  return cells
    .map(
      ({ promise, status, shown, evidence }) =>
        `${colors[status](shown)}: ${promise}\n  ${evidence.replaceAll('\n', '\n  ')}`,
    )
    .join('\n\n');
}

function grid(cells: readonly Cells[], width: number): string {
  const free = width - statusWidth - 4;
  const first = Math.floor(free * 0.42);
  const table = new Table({
    head: ['Success Criterion', 'Status', 'Evidence'],
    colWidths: [first, statusWidth, free - first],
    wordWrap: true,
    style: { head: [], border: [], compact: false },
  });
  for (const { promise, status, shown, evidence } of cells) {
    table.push([
      broken(promise, first - 2),
      colors[status](shown),
      broken(evidence, free - first - 2),
    ]);
  }
  return table.toString();
}

/** Words longer than their column go on in the next line: nothing of them is lost. */
function broken(text: string, columns: number): string {
  return text.replace(new RegExp(`\\S{${columns}}(?=\\S)`, 'g'), '$& ');
}

/** `UNVERIFIED`, the longest status word, `PASS (stand-in)`, and the padding. */
const statusWidth = 'PASS (stand-in)'.length + 2;

const colors: Readonly<Record<Status, (text: string) => string>> = {
  PASS: pc.green,
  FAIL: pc.red,
  UNVERIFIED: pc.yellow,
  AMBIGUOUS: pc.yellow,
  ERROR: pc.magenta,
  WAIVED: pc.cyan,
};

function blockText(specPath: string, block: CauseBlock): string {
  const { check, items } = block;
  return [
    colors[check.status](blockTitle(block)),
    ...items.map((item) => `  ${item.text} (${specPath}:${item.line})`),
    ...explanation(check).map(
      ([name, text]) => `  ${name.padEnd(9)} ${text.replaceAll('\n', `\n${' '.repeat(12)}`)}`,
    ),
  ].join('\n');
}

function standIns(notes: ReadonlyMap<string, number>): string {
  if (notes.size === 0) return '';
  return [
    'Substitutes used (--strict accepts no stand-in):',
    ...[...notes].map(([text, number]) => `[${number}] ${text}`),
  ].join('\n');
}

/** What `--baseline` asks for; empty without it. */
function sinceBaseline(changes: readonly string[] | undefined): string {
  if (changes === undefined) return '';
  return changes.length === 0
    ? 'Nothing changed since the baseline.'
    : ['Since the baseline:', ...changes.map((change) => `- ${change}`)].join('\n');
}

function lastLine(report: Report): string {
  const line = `${verdict(report)} ${report.summary.seconds.toFixed(1)} s`;
  return report.exitCode === 0 ? pc.green(line) : pc.bold(line);
}
