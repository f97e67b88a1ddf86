import type { ListItem, Paragraph, RootContent } from 'mdast';
import { plain, textOf } from './text.ts';

/** `Given …`, `When …`, `Then …`, with `And` and `But` between them; "when …, then …" is a scenario by itself. */
const step = /^[*_\s]*((?:given|when)(?!.*\bthen\b)|then|and|but)\b[*_]*/is;

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

export const joinSteps = (steps: readonly string[]): string =>
  steps.map((text) => plain(text).replace(/[.,;]$/, '')).join(', ');

/** The items of a list; each promise of a scenario is one, with the conditions before it. */
export function withJoinedSteps(items: readonly ListItem[]): readonly ListItem[] {
  const sentences = items.map(({ children: [first] }) =>
    first?.type === 'paragraph' ? first : undefined,
  );
  return joined(sentences).flatMap(({ sentence, above, at }) => {
    const item = items[at];
    if (item === undefined || sentence === sentences[at]) return item ?? [];
    const below = [...above, at].flatMap((index) => items[index]?.children.slice(1) ?? []);
    return sentence === undefined ? [] : { ...item, children: [sentence, ...below] };
  });
}

/** Blocks with the paragraphs of a scenario joined like the items of a list. */
export function withJoinedParagraphs(nodes: readonly RootContent[]): readonly RootContent[] {
  const texts = nodes.map((node) => (node.type === 'paragraph' ? node : undefined));
  return joined(texts).flatMap(({ sentence, at }) => {
    const node = nodes[at];
    return sentence === undefined || node?.position === undefined
      ? (node ?? [])
      : { ...sentence, position: node.position };
  });
}

/** `above` are the steps that stand before a sentence, and are no promise by themselves. */
function joined(paragraphs: readonly (Paragraph | undefined)[]) {
  const texts = paragraphs.map((one) => textOf(one?.children ?? []));
  const found: { sentence: Paragraph | undefined; above: readonly number[]; at: number }[] = [];
  for (let at = 0; at < paragraphs.length; ) {
    const count = stepsFrom(texts, at);
    if (count < 2) {
      found.push({ sentence: paragraphs[at], above: [], at });
      at += 1;
      continue;
    }
    const first = texts.findIndex((text, index) => index > at && /^[*_\s]*then\b/i.test(text));
    const conditions = texts.slice(at, first);
    for (let then = first; then < at + count; then += 1) {
      const above = then > first ? [] : conditions.map((_text, index) => at + index);
      const said = [...conditions, texts[then]?.replace(step, 'Then') ?? ''];
      const start = paragraphs[above[0] ?? then]?.position;
      const end = paragraphs[then]?.position;
      const notes = [...above, then]
        .flatMap((index) => paragraphs[index]?.children ?? [])
        .filter(({ type }) => type === 'footnoteReference');
      const sentence: Paragraph = {
        type: 'paragraph',
        children: [{ type: 'text', value: joinSteps(said) }, ...notes],
        ...(start && end ? { position: { start: start.start, end: end.end } } : {}),
      };
      found.push({ sentence, above, at: then });
    }
    at += count;
  }
  return found;
}
