import { type Interpretation, SpecError } from '../model/spec.ts';
import { plain, tokenize } from './words.ts';

/** What would be written in place of lines that are not understood: all that have a proposal, or the chosen ones. Throws SpecError for one that has none. */
export function changesOf(
  source: string,
  items: readonly Interpretation[],
  chosen?: readonly number[],
) {
  const lines = source.split('\n');
  const changes = items.flatMap(({ item, instead }) => {
    const before = lines[item.line - 1] ?? '';
    const [, inItem] = /^\s*(?:[-*+]|\d+[.)])\s+(?:\[[ xX]\]\s+)?(.*?)\r?$/.exec(before) ?? [];
    const cells = before.split(/(?<!\\)\|/).map((cell) => cell.trim());
    // What is told in several lines or cells is not rewritten by halves.
    const texts = inItem === undefined ? cells : [inItem];
    const text = texts.find((one) => words(one) === words(item.text));
    if (instead === undefined || text === undefined) return [];
    return [{ line: item.line, before, after: before.replace(text, () => instead) }];
  });
  const none = chosen?.find((line) => !changes.some((change) => change.line === line));
  if (none !== undefined)
    throw new SpecError('nothing-to-fix', `No sentence is proposed for line ${none}.`, {
      line: none,
      hint: `There is one for: ${changes.map(({ line }) => line).join(', ') || 'no line'}.`,
    });
  return changes.filter(({ line }) => chosen?.includes(line) ?? true);
}

const words = (text: string): string =>
  Array.from(tokenize(plain(text.replace(/[*_]{1,2}/g, ''))), ({ raw }) => raw).join(' ');
