import type { ReportItem, Summary } from '../model/report.ts';
import type { RunRecord } from './record.ts';
import { explanation, label, shownStatus, verdict } from './report-text.ts';
import { escapeXml as text } from './xml.ts';

/**
 * JUnit XML, by the schema of Jenkins: a test case for each promise. FAIL, UNVERIFIED and AMBIGUOUS are
 * failures, ERROR is an error, WAIVED is skipped.
 */
export function junit({ report }: RunRecord): string {
  const { spec, summary, items } = report;
  const counts = `tests="${items.length}" failures="${notProven(summary)}" errors="${summary.error}" time="${summary.seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="spec-check" ${counts}>`,
    `  <testsuite name="${text(spec.title)}" ${counts} skipped="${summary.waived}">`,
    ...items.map((item) => testCase(spec.path, item)),
    `    <system-out>${text(verdict(report))}</system-out>`,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function notProven({ fail, unverified, ambiguous }: Summary): number {
  return fail + unverified + ambiguous;
}

function testCase(file: string, item: ReportItem): string {
  // Checks run beside each other: no sum of theirs is the time of this case alone.
  const seconds = Math.max(0, ...item.checks.map((check) => check.seconds));
  const attributes = `name="${text(label(item))}" classname="${text(`${file}.${item.section || 'Success Criteria'}`)}" time="${seconds.toFixed(3)}"`;
  const told = [
    `${file}:${item.line}`,
    ...item.checks
      .filter(({ status }) => status === 'FAIL')
      .flatMap((check) => explanation(check).map(([name, words]) => `${name}: ${words}`)),
  ].join('\n');
  const message = `message="${text(item.evidence)}" type="${item.status}"`;
  const inner = {
    PASS: `<system-out>${text(`${shownStatus(item)}: ${item.evidence}`)}</system-out>`,
    FAIL: `<failure ${message}>${text(told)}</failure>`,
    UNVERIFIED: `<failure ${message}>${text(told)}</failure>`,
    AMBIGUOUS: `<failure ${message}>${text(told)}</failure>`,
    ERROR: `<error ${message}>${text(told)}</error>`,
    WAIVED: `<skipped>${text(item.evidence)}</skipped>`,
  }[item.status];
  return `    <testcase ${attributes}>\n      ${inner}\n    </testcase>`;
}
