import { readFile } from 'node:fs/promises';
import { commandName } from '../../model/command-name.ts';
import { type Report, reportSchema } from '../../model/report.ts';
import { SpecError } from '../../model/spec.ts';

/** The report of an earlier run. Throws SpecError for a file that is none. */
export async function readReport(file: string): Promise<Report> {
  try {
    return reportSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    throw new SpecError('bad-report', `${file} is no report of --format json.`, {
      hint: `Make one: ${commandName} --format json > report.json`,
    });
  }
}
