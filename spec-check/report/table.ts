import Table from 'cli-table3';
import pc from 'picocolors';
import type { RunRecord } from './record.ts';
import {
  causeBlocks,
  explanation,
  looks,
  notUnderstood,
  type Row,
  rowsOf,
  sameCause,
  sinceBaseline,
  verdict,
} from './report-text.ts';

/** The table, what to do about each failed line, and a last line; `width` in columns. */
export function table(
  { report, changes }: Pick<RunRecord, 'report' | 'changes'>,
  width: number,
  isBoxed = false,
): string {
  const { rows, substitutes } = rowsOf(report);
  const line = `${verdict(report)} ${report.summary.seconds.toFixed(1)} s`;
  const numbered = substitutes.map((text, index) => `[${index + 1}] ${text}`);
  const used = ['Substitutes used (--strict accepts no stand-in):', ...numbered].join('\n');
  return [
    width < narrow ? list(rows) : grid(withEvidenceOnce(rows), width, isBoxed),
    ...causeBlocks(report).map(({ title, check, items }) =>
      [
        looks[check.status].paint(title),
        ...items.map(({ text, spec, line }) => `  ${text} (${spec}:${line})`),
        ...explanation(check).map(
          ([name, text]) => `  ${name.padEnd(9)} ${text.replaceAll('\n', `\n${' '.repeat(12)}`)}`,
        ),
      ].join('\n'),
    ),
    report.summary.unverified === 0 ? [] : notUnderstood,
    substitutes.length === 0 ? [] : used,
    sinceBaseline(changes) ?? [],
    report.exitCode === 0 ? pc.green(line) : pc.bold(line),
  ]
    .flat()
    .join('\n\n');
}

/** The same table with a box around every cell. */
export const boxed = (record: RunRecord, width: number) => table(record, width, true);

/** Columns below which three beside each other are no longer readable. */
export const narrow = 72;

const list = (rows: readonly Row[]): string =>
  rows
    .map(
      ({ status, shown, label, noted }) =>
        `${looks[status].paint(shown)}: ${label}\n  ${noted.replaceAll('\n', '\n  ')}`,
    )
    .join('\n\n');

/** One cause of many errors is told once. */
function withEvidenceOnce(rows: readonly Row[]): Cells[] {
  const printed = new Set<string>();
  return rows.map(({ status, label, shown, noted }) => {
    const isPrinted = status === 'ERROR' && printed.has(noted);
    printed.add(noted);
    return [label, looks[status].paint(shown), isPrinted ? sameCause : noted];
  });
}

type Cells = readonly [string, string, string];

/** The table of three columns, at least 72 wide, with a box around every cell or a line between rows. */
function grid(rows: readonly Cells[], width: number, isBoxed: boolean): string {
  const statusWidth = 'PASS (stand-in)'.length + 2;
  const free = width - statusWidth - (isBoxed ? 4 : 0);
  const first = Math.floor(free * 0.42);
  const table = new Table({
    head: ['Success Criterion', 'Status', 'Evidence'],
    colWidths: [first, statusWidth, free - first],
    wordWrap: true,
    ...(!isBoxed && { chars: lines }),
    style: {
      ...{ head: [], border: isBoxed || !pc.isColorSupported ? [] : ['grey'] },
      ...(!isBoxed && { 'padding-left': 0, 'padding-right': 2 }),
    },
  });
  // Words longer than their column go on in the next line: nothing of them is lost.
  const broken = (text: string, columns: number) =>
    text.replace(new RegExp(`\\S{${columns}}(?=\\S)`, 'g'), '$& ');
  for (const [label, status, evidence] of rows)
    table.push([broken(label, first - 2), status, broken(evidence, free - first - 2)]);
  return table.toString();
}

const lines = {
  ...{ top: '', 'top-mid': '', 'top-left': '', 'top-right': '' },
  ...{ bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' },
  ...{ left: '', 'left-mid': '', 'mid-mid': '', right: '', 'right-mid': '', middle: '' },
};
