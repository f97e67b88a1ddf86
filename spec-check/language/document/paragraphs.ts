import type { Paragraph } from 'mdast';
import { imageNamed } from './groups.ts';
import { contextLabels, plainHeading, readHeading } from './headings.ts';
import type { Line } from './line.ts';
import { joinSteps, stepsFrom } from './steps.ts';
import { labelOf } from './text.ts';

/** Whether a paragraph names what follows: bold words alone, or a short line before a list that a heading could be. */
export function isLabel({ children }: Paragraph, text: string, heads: boolean): boolean {
  const [first, colon, ...rest] = children;
  const bare = text.replace(/:$/, '');
  const words = bare.split(/\s+/).length;
  if (
    (first?.type === 'strong' || first?.type === 'emphasis') &&
    (colon === undefined || (colon.type === 'text' && colon.value.trim() === ':')) &&
    rest.length === 0
  )
    return words <= 8 && !/[.!]$/.test(bare);
  if (!heads || words > (text.endsWith(':') ? 6 : 4) || text.includes('\n')) return false;
  const { kind, weak } = readHeading(bare);
  return (kind !== undefined && !weak) || imageNamed(bare) !== undefined;
}

/** Bullets and boxes that are none to Markdown, where they stand in a paragraph. */
const bullet =
  /^(?:(?:[-*+–—]|\(?\d{1,9}[.)]|\(?[a-z]\)|[A-Z]{1,4}-?\d{1,4}[.:)])\s+(?:\[[ xX]?\]\s*)?|[-*+]?\[[ xX]?\]\s*|[•‣▪◦●○・☐☑✓✔✅|]\s*)(?=[^\s|:-])/;

/**
 * The promises in a paragraph: lines with labels or bullets of their own, the steps of a scenario, or its whole
 * text. Their lines count from its first; `raw` is its text as it is written, where an escaped bullet is none.
 */
export function partsOf(
  { children }: Paragraph,
  text: string,
  raw: readonly string[],
): readonly Line[] {
  const lines = text.split('\n').map((line) => line.trim());
  if (stepsFrom(lines, 0) === lines.length) return [{ text: joinSteps(lines), line: 0 }];
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
  const labels = children.filter(({ type }) => type === 'strong').length;
  const parts = lines.length > 1 && labels > 1 ? lines : [lines.join(' ')];
  return parts.map((line, index) => {
    const label = index === 0 ? labelOf({ children }) : /^([^:]{1,40}):/.exec(line)?.[1];
    const promises = label !== undefined && !contextLabels.test(plainHeading(label));
    return { text: line, line: index, label, form: promises ? 'item' : 'paragraph' };
  });
}
