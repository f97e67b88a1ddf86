import { resultsBegin, resultsEnd } from '../spec/results-block.ts';
import { SpecError } from '../spec/spec.ts';
import { inline } from './markdown.ts';
import type { Report } from './report.ts';
import { label, shownStatus, withoutStandIns } from './telling.ts';

/**
 * The spec with this run's results in its marked block, which is added at the end when there is none.
 * No byte elsewhere changes. Throws SpecError where it is not clear which block is meant.
 */
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
  const block = [
    resultsBegin,
    '',
    ...report.items.map(
      (item) =>
        `- [${item.status === 'PASS' ? 'x' : ' '}] ${inline(label(item))}: **${shownStatus(item)}**, ${inline(withoutStandIns(item.evidence).text)}`,
    ),
    '',
    resultsEnd,
  ].join(lineBreak);
  if (from !== -1) return source.slice(0, from) + block + source.slice(to + resultsEnd.length);
  const gap = source.endsWith('\n') ? lineBreak : lineBreak + lineBreak;
  return `${source}${gap}${block}${lineBreak}`;
}
