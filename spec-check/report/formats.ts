import type { RunRecord } from './record.ts';

type Render = (record: RunRecord, width: number) => string;

const json: Render = ({ report }) => JSON.stringify(report, null, 2);

/** What a run can be written as: the name of its file in the folder of `--output`, and what writes it, loaded when asked for. */
const known = {
  table: ['report.txt', async () => (await import('./table.ts')).table],
  boxed: ['report-boxed.txt', async () => (await import('./table.ts')).boxed],
  json: ['report.json', async () => json],
  junit: ['junit.xml', async () => (await import('./junit.ts')).junit],
  markdown: ['report.md', async () => (await import('./markdown.ts')).markdown],
  html: ['report.html', async () => (await import('./html/page.ts')).html],
  sarif: ['report.sarif', async () => (await import('./sarif.ts')).sarif],
  github: ['github.txt', async () => (await import('./github.ts')).github],
} as const satisfies Record<string, readonly [file: string, load: () => Promise<Render>]>;

export type Format = keyof typeof known;

// Its keys.
export const formats = Object.keys(known) as Format[];

export const fileOf = (format: Format): string => known[format][0];

/** The finished run in one format, without a line break at its end. `width` is for the table, in columns. */
export async function rendered(format: Format, record: RunRecord, width: number): Promise<string> {
  const render: Render = await known[format][1]();
  return render(record, width).trimEnd();
}
