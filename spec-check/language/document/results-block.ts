import { resultsBegin, resultsEnd } from '../../model/results-block.ts';
import { SpecError } from '../../model/spec.ts';

/** A line of it, as it is written. */
const resultLine =
  /^- \[[ x]\] .*: \*\*(?:PASS(?: \(stand-in\))?|FAIL|UNVERIFIED|AMBIGUOUS|ERROR|WAIVED)\*\*, /;

/** The spec with empty lines in place of the results. Throws SpecError where anything else stands among them. */
export function withoutResults(text: string): string {
  const lines = text.split('\n');
  const [begin, end] = [resultsBegin, resultsEnd].map((mark) =>
    lines.findIndex((line) => line.trim() === mark),
  );
  if (begin === undefined || end === undefined || begin + end === -2) return text;
  const strange = lines
    .slice(begin + 1, end)
    .findIndex((line) => line.trim() !== '' && !resultLine.test(line));
  if (begin === -1 || end < begin || strange !== -1) {
    throw new SpecError(
      'results-block',
      'In the block with the results of the last run stands something else, or it has no beginning or no end: nothing in it is checked.',
      {
        line: Math.max(begin, 0) + strange + 2,
        hint: 'Move what is a promise out of it, or take the block out: --write makes a new one.',
      },
    );
  }
  return lines.map((line, index) => (index >= begin && index <= end ? '' : line)).join('\n');
}
