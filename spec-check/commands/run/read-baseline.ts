import { readFile } from 'node:fs/promises';
import { type Report, reportSchema } from '../../model/report.ts';
import { refusal } from '../refusals.ts';

/** The report of an earlier run, for `--baseline`. Throws SpecError for a file that is none. */
export async function readBaseline(file: string): Promise<Report> {
  try {
    return reportSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw refusal('bad-baseline', { file });
  }
}
