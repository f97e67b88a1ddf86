import type { PhrasingContent } from 'mdast';

/** Text as a reader sees it; code keeps its backticks, which carry meaning, and struck-out text its `~~`. */
export const textOf = (nodes: readonly PhrasingContent[]): string =>
  nodes
    .map((node) => {
      if (node.type === 'inlineCode') return `\`${node.value}\``;
      if (node.type === 'break') return '\n';
      if (node.type === 'text') return node.value;
      if (node.type === 'html') return htmlMark(node.value);
      if (node.type === 'delete') return `~~${textOf(node.children)}~~`;
      if (node.type === 'image' || node.type === 'imageReference') return node.alt ?? '';
      return 'children' in node ? textOf(node.children) : '';
    })
    .join('');

const htmlMark = (tag: string): string =>
  /^<\/?(?:del|s|strike)\b/i.test(tag) ? '~~' : /^<br\b/i.test(tag) ? ' ' : '';

/** Bold words at the beginning, with a colon inside or behind: `**Target**: …`; an id needs none: `**FR-1** …`. */
export function labelOf(node: { readonly children: readonly PhrasingContent[] } | undefined) {
  const [first, second] = node?.children ?? [];
  if (first?.type === 'inlineCode' && id.test(first.value)) return `\`${first.value}\``;
  if (first?.type !== 'strong') return undefined;
  const text = textOf(first.children).trim();
  if (text.endsWith(':')) return text.slice(0, -1);
  if (id.test(text)) return text;
  return second?.type === 'text' && /^\s*[:–—-]/.test(second.value) ? text : undefined;
}

const id = /^[A-Z]{1,5}-?\d+(?:\.\d+)*$/;

/** White space of any kind as single blanks. */
export const plain = (text: string): string => text.replace(/\s+/g, ' ').trim();

export function brief(text: string): string {
  const line = plain(text);
  return `"${line.length > 90 ? `${line.slice(0, 89)}…` : line}"`;
}
