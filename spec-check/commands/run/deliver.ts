import { access, appendFile, constants, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { MachineFault } from '../../model/docker.ts';
import { SpecError } from '../../model/spec.ts';
import { type Format, fileOf, rendered } from '../../report/formats.ts';
import type { RunRecord } from '../../report/record.ts';
import type { CheckOptions } from './options.ts';
import { reasonOf } from './reason-of.ts';

/** Before minutes are spent: whether there is a place for what is asked for. */
export async function readyForOutput({ format, output }: ReportOptions): Promise<void> {
  if (output === undefined && format.length > 1)
    throw new SpecError('no-output', 'Several formats do not fit on one stdout.', {
      hint: `Name a folder for them: --format ${format.join(',')} --output reports`,
    });
  if (output === undefined) return;
  try {
    await mkdir(output, { recursive: true });
    await access(`${output}/.`, constants.W_OK);
  } catch (error) {
    throw new SpecError('bad-output', `The folder ${output} cannot be used: ${reasonOf(error)}.`, {
      hint: 'Name another: --output reports',
    });
  }
}

export type ReportOptions = Pick<CheckOptions, 'format' | 'output'>;

/** What was asked for on stdout, or in files with the table on stdout. */
export async function writeReports(record: RunRecord, options: ReportOptions) {
  const { format, output } = options;
  const textOf = async (one: Format, width = process.stdout.columns ?? 120) =>
    `${await rendered(one, record, width)}\n`;
  const [only = 'table'] = format;
  const isTable = output !== undefined || only === 'table' || only === 'boxed';
  process.stdout.write(await textOf(output === undefined ? only : 'table'));
  if (output !== undefined)
    for (const one of format) {
      const file = path.join(output, fileOf(one));
      await writeFile(file, stripVTControlCharacters(await textOf(one, 120))).catch((error) => {
        throw new MachineFault(
          'output-unwritten',
          `${file} cannot be written: ${reasonOf(error)}. The table above stands.`,
          'Make room there, or name another folder: --output reports',
        );
      });
      process.stderr.write(`Wrote ${file}\n`);
    }
  // Annotations come by themselves under GitHub Actions, but only beside a table: programs read the other formats.
  const { GITHUB_ACTIONS, GITHUB_STEP_SUMMARY } = process.env;
  const isAnnotated = format.includes('github') || (GITHUB_ACTIONS === 'true' && isTable);
  if (isAnnotated && isTable) process.stdout.write(await textOf('github'));
  const summary = isAnnotated && GITHUB_STEP_SUMMARY;
  if (summary) await appendFile(summary, await textOf('markdown'));
}
