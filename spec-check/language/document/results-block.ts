import { resultsBegin, resultsEnd } from '../../model/results-block.ts';
import { SpecError } from '../../model/spec.ts';

/** A line of it, as it is written. */
const resultLine =
  /^- \[[ x]\] .*: \*\*(?:PASS(?: \(stand-in\))?|FAIL|UNVERIFIED|AMBIGUOUS|ERROR|WAIVED)\*\*, /;

/** The spec with empty lines in place of the results. Throws SpecError where anything else stands among them. */
export function withoutResults(text: string): string {
  const lines = text.split('\n');
  const edge = (mark: string) => lines.findIndex((line) => line.trim() === mark);
  const [begin, end] = [edge(resultsBegin), edge(resultsEnd)];
  if (begin === -1 && end === -1) return text;
  const strange = lines
    .slice(begin + 1, Math.max(end, begin + 1))
    .find((line) => line.trim() !== '' && !resultLine.test(line));
  if (begin === -1 || end < begin || strange !== undefined) {
    throw new SpecError(
      'results-block',
      strange === undefined
        ? 'The block with the results of the last run has no beginning or no end.'
        : `Nothing in the block with the results of the last run is checked, and this is none of them: ${strange.trim()}`,
      {
        line: Math.max(begin, 0) + 1,
        hint: 'Move what is a promise out of it, or take the block out: --write makes a new one.',
      },
    );
  }
  return lines.map((line, index) => (index >= begin && index <= end ? '' : line)).join('\n');
}
