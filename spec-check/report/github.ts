import type { Status } from '../model/report.ts';
import { plain } from './plain.ts';
import type { RunRecord } from './record.ts';
import {
  causeBlocks,
  explanation,
  label,
  rowsOf,
  specOf,
  verdict,
  worstRowsFirst,
} from './report-text.ts';

/** Workflow commands of GitHub Actions: one for each cause, on the line that is to blame; the ten gravest. */
export function github({ report }: RunRecord): string {
  const blocks = causeBlocks(report);
  const explained = new Set(blocks.flatMap(({ items }) => items.map(({ id }) => id)));
  const causes = blocks.map(({ title, check, items }) => {
    const { dockerfile = 'Dockerfile', dockerfileLine } = check;
    const told = explanation(check).map((words) => words.join(': '));
    const message = [...items.map(label), check.evidence, ...told].join('\n');
    const place =
      dockerfileLine === null
        ? { file: specOf(report, items[0]), line: items[0]?.line ?? 1 }
        : { file: dockerfile, line: dockerfileLine };
    return command(levelOf(check.status), { ...place, title }, message);
  });
  const others = worstRowsFirst(rowsOf(report).rows)
    .filter(({ id, status }) => !explained.has(id) && status !== 'PASS' && status !== 'WAIVED')
    .map((row) => {
      const { status, label: text, line, evidence } = row;
      const place = { file: specOf(report, row), line };
      return command(levelOf(status), { ...place, title: `${status}: ${text}` }, evidence);
    });
  return [
    ...[...causes, ...others].slice(0, 10),
    command(
      'notice',
      { file: specOf(report, report.items[0]), title: 'spec-check' },
      verdict(report),
    ),
  ].join('\n');
}

function levelOf(status: Status): 'error' | 'warning' {
  return status === 'ERROR' ? 'warning' : 'error';
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
