import type { ListItem } from 'mdast';
import { neutral } from '../label.ts';
import { readHeading } from './headings.ts';
import { doubtAbove, doubtOfProse, isLeadIn } from './qualifiers.ts';
import { joinSteps, stepsFrom } from './steps.ts';
import { textOf } from './text.ts';

/** Text of an item up to its first nested block. */
export function firstText(item: ListItem): string {
  const lines = firstParagraphText(item).replace(looseBox, '').trim().split('\n');
  return stepsFrom(lines, 0) === lines.length ? joinSteps(lines) : lines.join('\n');
}

/** Whether an item has a check box: one of Markdown's, or `[]` and `[ x ]`, which people take for one. */
export const hasBox = (item: ListItem): boolean =>
  typeof item.checked === 'boolean' || looseBox.test(firstParagraphText(item));

const looseBox = /^\[\s*[xX✓]?\s*\]\s*/;

const firstParagraphText = (item: ListItem): string =>
  textOf(item.children.find((child) => child.type === 'paragraph')?.children ?? []);

/** How an item stands to those below it: `lead-in`, `label`, or a promise of its own. */
export function roleAbove(item: ListItem, text: string, below: readonly ListItem[]) {
  const texts = below.map(firstText);
  if (texts.length === 0) return 'promise';
  if (stepsFrom(texts, 0) === texts.length) return 'lead-in';
  const bare = text.replace(/:$/, '');
  const dangles = /(?::|\b(?:that|not|never|no|when|if|unless|these|to|about|of))$/i.test(text);
  if ((dangles || !hasBox(item)) && isLeadIn(bare)) return 'lead-in';
  if (dangles && doubtAbove(bare) !== '') return 'label';
  const words = bare.split(' ').length;
  const heading = readHeading(bare);
  if (doubtOfProse(bare) !== '' || (words <= 4 && heading.doubt !== '')) return 'label';
  const isTopic = bare.split(/ (?:&|and) /).every(neutral);
  if (hasBox(item)) return (dangles && words <= 3) || isTopic ? 'label' : 'promise';
  const [paragraph] = item.children;
  const bold =
    paragraph?.type === 'paragraph' &&
    paragraph.children.length === 1 &&
    paragraph.children[0]?.type === 'strong';
  const names = dangles || bold || (words <= 4 && heading.kind !== undefined);
  return names ? 'label' : 'promise';
}
