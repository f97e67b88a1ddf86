import { globSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { commandName } from '../../model/command-name.ts';
import { fromJson } from '../../model/from-json.ts';
import { type Report, reportSchema } from '../../model/report.ts';
import { SpecError } from '../../model/spec.ts';

/** The report of an earlier run. Throws SpecError for a file that is none. */
export async function readReport(file: string): Promise<Report> {
  const report = fromJson(reportSchema, await readFile(file, 'utf8').catch(() => ''));
  if (report !== undefined) return report;
  throw new SpecError('bad-report', `${file} is no report of --format json.`, {
    hint: `Make one: ${commandName} --format json > report.json`,
  });
}

/** What `--baseline` names: a report, or a folder of them, of which those of this spec count; the newest last. Throws SpecError. */
export async function readBaseline(place: string, spec: string): Promise<readonly Report[]> {
  const found = await stat(place).catch(() => undefined);
  if (!found?.isDirectory()) return [await readReport(place)];
  const files = globSync('**/*.json', { cwd: place }).map((file) => path.join(place, file));
  const read = files.map((file) => readReport(file).catch(() => undefined));
  const finished = ({ run }: Report) => run?.finished ?? '';
  return (await Promise.all(read))
    .flatMap((report) => (report?.spec.path === spec ? report : []))
    .toSorted((one, other) => (finished(one) < finished(other) ? -1 : 1));
}
