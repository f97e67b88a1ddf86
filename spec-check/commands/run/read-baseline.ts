import { readFile } from 'node:fs/promises';
import { type Report, reportSchema } from '../../model/report.ts';
import { noBaseline, notABaseline } from '../refusals.ts';

/** The report of an earlier run, for `--baseline`. Throws SpecError for a file that is none. */
export async function readBaseline(file: string): Promise<Report> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    // Node's own errors of files have a code.
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw noBaseline(file, code);
  }
  try {
    return reportSchema.parse(JSON.parse(text));
  } catch {
    throw notABaseline(file);
  }
}
