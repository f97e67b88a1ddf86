import type { ListItem, Paragraph } from 'mdast';
import { plain, textOf } from './text.ts';

/** `Given …`, `When …`, `Then …`, with `And` and `But` between them. */
const step = /^[*_\s]*(given|when|then|and|but)\b/i;

/** How many texts from `at` on are the steps of one scenario; 0 where none begins. */
export function stepsFrom(texts: readonly string[], at: number): number {
  const word = (index: number) => step.exec(texts[index] ?? '')?.[1]?.toLowerCase();
  if (word(at) !== 'given' && word(at) !== 'when') return 0;
  let count = 1;
  let seenThen = false;
  for (let next = word(at + 1); next !== undefined; next = word(at + count)) {
    if (next === 'given' || (next === 'when' && seenThen)) break;
    seenThen ||= next === 'then';
    count += 1;
  }
  return seenThen ? count : 0;
}

/** The steps as one sentence. */
export function joinSteps(steps: readonly string[]): string {
  return steps.map((text) => plain(text).replace(/[.,;]$/, '')).join(', ');
}

/** The items of a list, the steps of a scenario as one item with all that stands below them. */
export function withJoinedSteps(items: readonly ListItem[]): readonly ListItem[] {
  const sentences = items.map(({ children: [first] }) =>
    first?.type === 'paragraph' ? first.children : [],
  );
  const texts = sentences.map(textOf);
  const joined: ListItem[] = [];
  for (let at = 0, count = 1; at < items.length; at += count) {
    count = Math.max(1, stepsFrom(texts, at));
    const steps = items.slice(at, at + count);
    const [first, last] = [steps[0], steps.at(-1)?.children[0]];
    if (first?.position === undefined || last?.position === undefined || count === 1) {
      joined.push(...steps);
      continue;
    }
    const notes = sentences
      .slice(at, at + count)
      .flat()
      .filter(({ type }) => type === 'footnoteReference');
    const sentence: Paragraph = {
      type: 'paragraph',
      children: [{ type: 'text', value: joinSteps(texts.slice(at, at + count)) }, ...notes],
      position: { start: first.position.start, end: last.position.end },
    };
    joined.push({
      ...first,
      children: [sentence, ...steps.flatMap(({ children }) => children.slice(1))],
    });
  }
  return joined;
}
