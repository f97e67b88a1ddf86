import type { ReportItem } from '../model/report.ts';
import { escapeXml as text } from './printable.ts';
import type { RunRecord } from './record.ts';
import { explained, label, looks, shownStatus, verdict } from './report-text.ts';

/** JUnit XML, by the schema of Jenkins: a test case for each promise. */
export function junit({ report }: RunRecord): string {
  const { spec, summary, items } = report;
  const failures = items.filter(({ status }) => looks[status].junit === 'failure').length;
  const counts = `tests="${items.length}" failures="${failures}" errors="${summary.error}" time="${summary.seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="spec-check" ${counts}>`,
    `  <testsuite name="${text(spec.title)}" ${counts} skipped="${summary.waived}">`,
    ...items.map((item) => testCase(spec.path, item)),
    `    <system-out>${text(verdict(report))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
  ].join('\n');
}

function testCase(file: string, item: ReportItem): string {
  // Checks run side by side, so the sum of their times would be too long.
  const seconds = Math.max(0, ...item.checks.map((check) => check.seconds));
  const attributes = `name="${text(label(item))}" classname="${text(`${file}.${item.section || 'Success Criteria'}`)}" time="${seconds.toFixed(3)}"`;
  const element = looks[item.status].junit;
  const failed = item.checks.filter(({ status }) => status === 'FAIL');
  const holds = item.status === 'PASS' || item.status === 'WAIVED';
  const message = holds ? '' : ` message="${text(item.evidence)}" type="${item.status}"`;
  const content = holds
    ? `${shownStatus(item)}: ${item.evidence}`
    : [`${file}:${item.line}`, ...failed.map(explained)].join('\n');
  return `    <testcase ${attributes}>\n      <${element}${message}>${text(content)}</${element}>\n    </testcase>`;
}
