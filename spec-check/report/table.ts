import Table from 'cli-table3';
import pc from 'picocolors';
import type { RunRecord } from './record.ts';
import {
  causeBlocks,
  explanation,
  looks,
  type Row,
  rowsOf,
  sinceBaseline,
  verdict,
} from './report-text.ts';

/** The table, what to do about each failed line, and a last line; `width` in columns. */
export function table(
  { report, changes }: Pick<RunRecord, 'report' | 'changes'>,
  width: number,
): string {
  const { rows, substitutes } = rowsOf(report);
  const line = `${verdict(report)} ${report.summary.seconds.toFixed(1)} s`;
  return [
    grid(rows, Math.max(width, narrowest)),
    ...causeBlocks(report).map(({ title, check, items }) =>
      [
        looks[check.status].paint(title),
        ...items.map((item) => `  ${item.text} (${report.spec.path}:${item.line})`),
        ...explanation(check).map(
          ([name, text]) => `  ${name.padEnd(9)} ${text.replaceAll('\n', `\n${' '.repeat(12)}`)}`,
        ),
      ].join('\n'),
    ),
    ...(substitutes.length === 0
      ? []
      : [
          [
            'Substitutes used (--strict accepts no stand-in):',
            ...substitutes.map((text, index) => `[${index + 1}] ${text}`),
          ].join('\n'),
        ]),
    sinceBaseline(changes) ?? [],
    report.exitCode === 0 ? pc.green(line) : pc.bold(line),
  ]
    .flat()
    .join('\n\n');
}

/** Columns below which three beside each other have no room. */
const narrowest = 44;

function grid(rows: readonly Row[], width: number): string {
  const statusWidth = 'PASS (stand-in)'.length + 2;
  const free = width - statusWidth - 4;
  const first = Math.floor(free * 0.42);
  const table = new Table({
    head: ['Success Criterion', 'Status', 'Evidence'],
    colWidths: [first, statusWidth, free - first],
    wordWrap: true,
    style: { head: [], border: [], compact: false },
  });
  // Words longer than their column go on in the next line: nothing of them is lost.
  const broken = (text: string, columns: number) =>
    text.replace(new RegExp(`\\S{${columns}}(?=\\S)`, 'g'), '$& ');
  const told = new Set<string>();
  for (const { status, label, shown, noted } of rows) {
    // One cause of many errors is told once.
    const evidence = status === 'ERROR' && told.has(noted) ? 'The same cause as above' : noted;
    told.add(noted);
    table.push([
      broken(label, first - 2),
      looks[status].paint(shown),
      broken(evidence, free - first - 2),
    ]);
  }
  return table.toString();
}
