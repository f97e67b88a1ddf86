import { attesterOf, type KeyOptions } from '../attest/attest.ts';
import { interruptible } from './run/interruption.ts';
import { readReport } from './run/read-report.ts';

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
