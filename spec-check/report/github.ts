import type { Status } from '../model/report.ts';
import { printable } from './printable.ts';
import type { RunRecord } from './record.ts';
import { causeBlocks, explained, fromCheckout, label, rowsOf, verdict } from './report-text.ts';

/** Workflow commands of GitHub Actions: one for each cause, on the line that is to blame; the ten gravest. */
export function github({ report }: RunRecord): string {
  const blocks = causeBlocks(report);
  const named = new Set(blocks.flatMap(({ items }) => items.map(({ id }) => id)));
  const causes = blocks.map(({ title, check, items }) => {
    const { dockerfile = 'Dockerfile', dockerfileLine } = check;
    const message = [...items.map(label), check.evidence, explained(check)].join('\n');
    const place =
      dockerfileLine === null
        ? { file: items[0]?.spec ?? '', line: items[0]?.line ?? 1 }
        : { file: dockerfile, line: dockerfileLine };
    return command(levelOf(check.status), { ...place, title }, message);
  });
  const { rows, worst } = rowsOf(report);
  const others = worst
    .filter(({ id, status }) => !named.has(id) && status !== 'PASS' && status !== 'WAIVED')
    .map(({ status, label: text, line, evidence, spec: file }) =>
      command(levelOf(status), { file, line, title: `${status}: ${text}` }, evidence),
    );
  const file = rows[0]?.spec ?? report.spec.path;
  const notice = command('notice', { file, title: 'spec-check' }, verdict(report));
  return [...[...causes, ...others].slice(0, 10), notice].join('\n');
}

const levelOf = (status: Status): 'error' | 'warning' => (status === 'ERROR' ? 'warning' : 'error');

function command(
  level: 'error' | 'warning' | 'notice',
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const listed = Object.entries(properties).map(([name, value]) => {
    const text = name === 'file' ? fromCheckout(String(value)) : String(value);
    return `${name}=${data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')}`;
  });
  return `::${level} ${listed.join(',')}::${data(message)}`;
}

/** Encoded as the runner decodes it; a printable line break would end the command, and might begin another. */
const data = (text: string): string =>
  printable(text).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
