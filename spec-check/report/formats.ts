import type { RunRecord } from './record.ts';

/** What a run can be written as. */
export const formats = ['table', 'json', 'junit', 'markdown', 'html', 'sarif', 'github'] as const;

export type Format = (typeof formats)[number];

/** Name of its file in the folder of `--output`. */
export const fileNames: Readonly<Record<Format, string>> = {
  table: 'report.txt',
  json: 'report.json',
  junit: 'junit.xml',
  markdown: 'report.md',
  html: 'report.html',
  sarif: 'report.sarif',
  github: 'github.txt',
};

/** The finished run in one format, without a line break at its end. `width` is for the table, in columns. */
export async function rendered(format: Format, record: RunRecord, width: number): Promise<string> {
  const render = await renderers[format]();
  return render(record, width).trimEnd();
}

type Render = (record: RunRecord, width: number) => string;

/** Loaded when asked for: most runs print the table alone. */
const renderers: Readonly<Record<Format, () => Promise<Render>>> = {
  table: async () => {
    const { table } = await import('./table.ts');
    return ({ report, changes }, width) => table(report, width, changes);
  },
  json:
    async () =>
    ({ report }) =>
      JSON.stringify(report, null, 2),
  junit: async () => (await import('./junit.ts')).junit,
  markdown: async () => (await import('./markdown.ts')).markdown,
  html: async () => (await import('./html/page.ts')).html,
  sarif: async () => (await import('./sarif.ts')).sarif,
  github: async () => (await import('./github.ts')).github,
};
