import type { Paragraph } from 'mdast';
import { imageNamed } from './groups.ts';
import { contextLabels, plainHeading, readHeading } from './headings.ts';
import type { Line } from './line.ts';
import { doubtOfProse, takesBack } from './qualifiers.ts';
import { joinSteps, stepsFrom } from './steps.ts';
import { labelOf } from './text.ts';

/** Whether a paragraph names what follows: bold words alone, or a short line before a list that a heading could be. */
export function isLabel({ children }: Pick<Paragraph, 'children'>, text: string, heads: boolean) {
  const [first, colon, ...rest] = children;
  const bare = text.replace(/:$/, '');
  const words = bare.split(/\s+/).length;
  if (
    (first?.type === 'strong' || first?.type === 'emphasis') &&
    (colon === undefined || (colon.type === 'text' && colon.value.trim() === ':')) &&
    rest.length === 0
  )
    return words <= 8 && !/[.!]$/.test(bare) && (bare !== text || !says.test(bare));
  if (!heads || words > (text.endsWith(':') ? 6 : 4) || text.includes('\n')) return false;
  const { kind, weak } = readHeading(bare);
  return (kind !== undefined && !weak) || imageNamed(bare) !== undefined;
}

/** What makes a heading or label a promise itself. */
export const says = /\d ?(?:[kmg]i?b|ms|s|seconds|minutes)\b|\bmust(?! haves?\b|\))|\bshall\b/i;

/** Bullets and boxes that are none to Markdown, where they stand in a paragraph. */
const bullet =
  /^(?:(?:[-*+–—]|\(?\d{1,9}[.)]|\(?[a-z][.)]|[A-Z]{1,4}-?\d{1,4}[.:)])\s+(?:\[[ xX]?\]\s*)?|[-*+]?\[[ xX]?\]\s*|[•‣▪◦●○・☐☑✓✔✅|]\s*)(?=[^\s|:-])/;

/** The promises in a paragraph; lines count from its first, `raw` is its text as written. */
export function partsOf({ children }: Paragraph, text: string, raw: readonly string[]): Line[] {
  const whole = text.split('\n').map((line) => line.trim());
  const named = whole.length > 1 && /^(?:scenario|example)\b[^:]*:/i.test(whole[0] ?? '');
  const skipped = named && stepsFrom(whole, 1) === whole.length - 1 ? 1 : 0;
  const lines = whole.slice(skipped);
  if (stepsFrom(lines, 0) === lines.length) return [{ text: joinSteps(lines), line: skipped }];
  if (/^given\b.*\bthen\b/is.test(text)) return [{ text, line: 0 }];
  const listed = lines.map(
    (line, index) => bullet.test(line) && bullet.test(raw[index]?.replace(/^[\s>]*/, '') ?? ''),
  );
  if (listed.includes(true))
    return lines.map((line, index) =>
      listed[index]
        ? {
            text: line.replace(bullet, '').replace(/\s*\|$/, ''),
            line: index,
            checked: /[☐☑[]/.test(line.slice(0, 5)),
          }
        : { text: line, line: index, form: 'paragraph' },
    );
  const parts = standAlone(children, lines) ? lines : [lines.join(' ')];
  return parts.map((line, index) => {
    const bold = index === 0 ? labelOf({ children }) : undefined;
    const label = bold ?? (parts.length > 1 ? labelled.exec(line)?.[1] : undefined);
    const promises = label !== undefined && !contextLabels.test(plainHeading(label));
    return { text: line, line: index, label, form: promises ? 'item' : 'paragraph' };
  });
}

const labelled = /^([^:.]{1,40}):(?=\s)/;

/** Whether each line of a paragraph is a sentence of its own, and none goes on with or changes one before it. */
function standAlone(children: Paragraph['children'], lines: readonly string[]): boolean {
  const count = (kind: string) => children.filter(({ type }) => type === kind).length;
  const rest = lines.slice(1);
  if (rest.length > 0 && count('strong') > 1) return true;
  const changes = (line: string) =>
    /^(?:this|that|these|those|it|they|which|and|or|both|such)\b/i.test(line) ||
    takesBack(line) ||
    doubtOfProse(line, 'after') !== '' ||
    contextLabels.test(plainHeading(labelled.exec(line)?.[1] ?? '.'));
  if (rest.length === 0 || rest.some(changes)) return false;
  return (
    count('break') === rest.length ||
    lines.every((line) => labelled.test(line)) ||
    lines.slice(0, -1).every((line) => /[.;!]$/.test(line))
  );
}
