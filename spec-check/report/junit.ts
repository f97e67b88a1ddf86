import { stripVTControlCharacters } from 'node:util';
import type { RunRecord } from './record.ts';
import type { ReportItem, Summary } from './report.ts';
import { explanation, label, shownStatus } from './telling.ts';
import { escapeXml } from './xml.ts';

/**
 * JUnit XML as build servers read it: a test case for each promise. FAIL, UNVERIFIED and AMBIGUOUS are
 * failures, ERROR is an error, WAIVED is skipped.
 */
export function junit({ report }: RunRecord): string {
  const { spec, summary, items } = report;
  const counts = `tests="${items.length}" failures="${notProven(summary)}" errors="${summary.error}" skipped="${summary.waived}" time="${summary.seconds.toFixed(3)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="spec-check" ${counts}>`,
    `  <testsuite name="${text(spec.title)}" ${counts}>`,
    ...items.map((item) => testCase(spec.path, item)),
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
  const attributes = `name="${text(label(item))}" classname="${text(`${file}.${item.section || 'Success Criteria'}`)}" file="${text(file)}" line="${item.line}" time="${seconds.toFixed(3)}"`;
  const told = item.checks
    .filter(({ status }) => status === 'FAIL')
    .flatMap((check) => explanation(check).map(([name, words]) => `${name}: ${words}`));
  const message = `message="${text(item.evidence)}" type="${item.status}"`;
  const inner = {
    PASS: `<system-out>${text(`${shownStatus(item)}: ${item.evidence}`)}</system-out>`,
    FAIL: `<failure ${message}>${text(told.join('\n'))}</failure>`,
    UNVERIFIED: `<failure ${message}/>`,
    AMBIGUOUS: `<failure ${message}/>`,
    ERROR: `<error ${message}/>`,
    WAIVED: `<skipped message="${text(item.evidence)}"/>`,
  }[item.status];
  return `    <testcase ${attributes}>\n      ${inner}\n    </testcase>`;
}

function text(value: string): string {
  return escapeXml(stripVTControlCharacters(value));
}
