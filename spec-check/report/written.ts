import type { Report, ReportItem } from '../model/report.ts';
import { resultsBegin, resultsEnd } from '../model/results-block.ts';
import { SpecError } from '../model/spec.ts';
import { inline } from './markdown.ts';
import { label, shownStatus } from './report-text.ts';

/** The spec with the results in its marked block, no other byte changed. Throws SpecError. */
export function written(source: string, report: Report): string {
  const begins = source.split(resultsBegin).length - 1;
  const ends = source.split(resultsEnd).length - 1;
  const from = source.indexOf(resultsBegin);
  const to = source.indexOf(resultsEnd);
  if (begins > 1 || begins !== ends || to < from) {
    throw new SpecError(
      'results-block',
      `Expected one block from ${resultsBegin} to ${resultsEnd} in ${report.spec.path}, and there are ${begins} beginnings and ${ends} ends.`,
      { hint: 'Leave one of each, or none: --write then adds a block at the end.' },
    );
  }
  const lineBreak = source.includes('\r\n') ? '\r\n' : '\n';
  const before = new Map(
    source
      .slice(Math.max(from, 0), Math.max(to, 0))
      .split(/\r?\n/)
      .map((line) => [steady(line), line]),
  );
  const block = [
    resultsBegin,
    '',
    ...report.items.map(lineOf).map((line) => before.get(steady(line)) ?? line),
    '',
    resultsEnd,
  ].join(lineBreak);
  if (from !== -1) return source.slice(0, from) + block + source.slice(to + resultsEnd.length);
  const gap = source.endsWith('\n') ? lineBreak : lineBreak + lineBreak;
  return `${source}${gap}${block}${lineBreak}`;
}

function lineOf(item: ReportItem): string {
  const tick = item.status === 'PASS' ? 'x' : ' ';
  return `- [${tick}] ${inline(label(item))}: **${shownStatus(item)}**, ${inline(item.evidence)}`;
}

/** Without what differs from run to run and says nothing new: such a line stays as it was, and makes no diff. */
function steady(line: string): string {
  return line
    .replace(/\b\d+(?:\.\d+)? (?:ms|s)\b/g, '… s')
    .replace(/\b127\.0\.0\.1:\d+/g, '127.0.0.1:…')
    .replace(/\bPORT=\d+ on port \d+/g, 'PORT=…')
    .replace(/\bsha256:[0-9a-f]+/g, 'sha256:…');
}
