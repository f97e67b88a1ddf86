import { readFile } from 'node:fs/promises';
import { attesterOf, type KeyOptions } from '../attest/attest.ts';
import { commandName } from '../model/command-name.ts';
import { type Report, reportSchema } from '../model/report.ts';
import { SpecError } from '../model/spec.ts';
import { interruptible } from './run/interruption.ts';

/** `spec-check attest`: signs the report of a run that pushed. Returns the exit code. */
export async function attestReport(
  file: string,
  { key, keyPassword }: KeyOptions & { readonly key: string },
): Promise<number> {
  const report = await readReport(file);
  const attest = await attesterOf({ attest: key, keyPassword });
  return interruptible(async (signal) => {
    process.stdout.write(`${await attest?.(report, signal)}\n`);
    return 0;
  });
}

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
