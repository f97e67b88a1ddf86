import type { RunRecord } from './record.ts';

/** What a run can be written as, and the name of its file in the folder of `--output`. */
export const fileNames = {
  table: 'report.txt',
  boxed: 'report-boxed.txt',
  json: 'report.json',
  junit: 'junit.xml',
  markdown: 'report.md',
  html: 'report.html',
  sarif: 'report.sarif',
  github: 'github.txt',
} as const;

export type Format = keyof typeof fileNames;

// Its keys.
export const formats = Object.keys(fileNames) as Format[];

/** The finished run in one format, without a line break at its end. `width` is for the table, in columns. */
export async function rendered(format: Format, record: RunRecord, width: number): Promise<string> {
  const render = await renderers[format]();
  return render(record, width).trimEnd();
}

type Render = (record: RunRecord, width: number) => string;

/** Loaded when asked for: most runs print the table alone. */
const renderers: Readonly<Record<Format, () => Promise<Render>>> = {
  table: async () => (await import('./table.ts')).table,
  boxed: async () => {
    const { table } = await import('./table.ts');
    return (record, width) => table(record, width, 'boxed');
  },
  json: async () => (record) => JSON.stringify(record.report, null, 2),
  junit: async () => (await import('./junit.ts')).junit,
  markdown: async () => (await import('./markdown.ts')).markdown,
  html: async () => (await import('./html/page.ts')).html,
  sarif: async () => (await import('./sarif.ts')).sarif,
  github: async () => (await import('./github.ts')).github,
};
