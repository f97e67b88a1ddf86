import type { ReportItem } from '../model/report.ts';
import { plain } from './plain.ts';
import type { RunRecord } from './record.ts';
import { failuresOf, label, verdict } from './report-text.ts';

/** Workflow commands of GitHub Actions on the lines of the spec and of the Dockerfile. */
export function github({ report }: RunRecord): string {
  const { path } = report.spec;
  return [
    ...report.items.flatMap((item) => annotationsOf(path, item)),
    command('notice', { file: path, title: 'spec-check' }, verdict(report)),
  ].join('\n');
}

function annotationsOf(file: string, item: ReportItem): readonly string[] {
  if (item.status === 'PASS' || item.status === 'WAIVED') return [];
  const level = item.status === 'ERROR' ? 'warning' : 'error';
  const failures = failuresOf(item);
  const title = `${item.status}: ${label(item)}`;
  const message = [item.evidence, ...failures.map(({ told }) => told)].join('\n');
  const blamed = failures.flatMap(
    ({ check: { dockerfile = 'Dockerfile', dockerfileLine: line } }) =>
      line === null ? [] : { file: dockerfile, line },
  );
  return [{ file, line: item.line }, ...blamed].map((place) =>
    command(level, { ...place, title }, message),
  );
}

function command(
  level: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const listed = Object.entries(properties).map(
    ([name, value]) =>
      `${name}=${data(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`,
  );
  return `::${level} ${listed.join(',')}::${data(message)}`;
}

/** As the runner decodes it; a line break that is not encoded would end the command, and begin another. */
function data(text: string): string {
  return plain(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
