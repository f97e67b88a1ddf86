import { createHash } from 'node:crypto';
import type {
  Heading,
  List,
  ListItem,
  Paragraph,
  PhrasingContent,
  Root,
  RootContent,
  Table,
} from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { frontmatterFromMarkdown } from 'mdast-util-frontmatter';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { frontmatter } from 'micromark-extension-frontmatter';
import { gfm } from 'micromark-extension-gfm';
import { readAnnotations } from './annotations.ts';
import { resultLine, resultsBegin, resultsEnd } from './results-block.ts';
import { plainHeading, sectionKind } from './sections.ts';
import { readFrontMatter } from './settings.ts';
import {
  type Dependency,
  type ItemKind,
  type SectionKind,
  type Spec,
  SpecError,
  type SpecHeading,
  type SpecItem,
} from './spec.ts';

/** Reads a spec. Throws SpecError for one that cannot be used; no sentence is understood here yet. */
export function parseSpec(bytes: Uint8Array, path: string): Spec {
  const text = decode(bytes, path);
  const tree = fromMarkdown(text, {
    extensions: [gfm(), frontmatter(['yaml'])],
    mdastExtensions: [gfmFromMarkdown(), frontmatterFromMarkdown(['yaml'])],
  });
  refuseOpenFence(tree, text);
  const reader = new Reader();
  for (const node of withoutResults(tree.children, text)) reader.read(node);
  if (!reader.items.some(({ kind }) => kind === 'criterion')) {
    throw new SpecError(
      'no-criteria',
      `Expected success criteria in ${path}, and there are none.`,
      {
        hint: 'Add a heading "## Success Criteria" with a list below it: - [ ] Image size under 200MB',
      },
    );
  }
  return {
    path,
    title: reader.title ?? path,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    defaults: readFrontMatter(tree),
    headings: reader.headings,
    items: reader.items,
    dependencies: reader.dependencies,
  };
}

/** What an earlier run has said is no part of the spec. Throws SpecError where anything else stands among it. */
function withoutResults(nodes: readonly RootContent[], text: string): readonly RootContent[] {
  const edge = (mark: string) =>
    nodes.findIndex((node) => node.type === 'html' && node.value.trim() === mark);
  const [begin, end] = [edge(resultsBegin), edge(resultsEnd)];
  if (begin === -1 && end === -1) return nodes;
  const inside = nodes.slice(begin + 1, end);
  const strange = inside
    .map(({ position }) => text.slice(position?.start.offset, position?.end.offset))
    .flatMap((part) => part.split(/\r?\n/))
    .find((line) => line.trim() !== '' && !resultLine.test(line));
  if (begin === -1 || end < begin || strange !== undefined) {
    throw new SpecError(
      'results-block',
      strange === undefined
        ? 'The block with the results of the last run has no beginning or no end.'
        : `Nothing in the block with the results of the last run is checked, and this is none of them: ${strange.trim()}`,
      {
        line: lineOf(nodes[Math.max(begin, 0)] ?? {}),
        hint: 'Move what is a promise out of it, or take the block out: --write makes a new one.',
      },
    );
  }
  return [...nodes.slice(0, begin), ...nodes.slice(end + 1)];
}

function decode(bytes: Uint8Array, path: string): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notText(path);
  }
  if (text.includes('\0')) throw notText(path);
  if (text.trim() === '') {
    throw new SpecError('spec-empty', `${path} is empty.`, {
      hint: 'specs/containerization-spec.md is an example to copy.',
    });
  }
  return text;
}

function notText(path: string): SpecError {
  return new SpecError(
    'spec-not-text',
    `Expected Markdown in UTF-8, and ${path} is something else.`,
    {
      hint: 'Save the spec as UTF-8 text.',
    },
  );
}

/** A fence that is never closed swallows the rest of the spec, its promises too. */
function refuseOpenFence(tree: Root, text: string): void {
  const lines = text.split('\n');
  const visit = (nodes: readonly RootContent[]): void => {
    for (const node of nodes) {
      if (node.type === 'code' && node.position !== undefined) {
        const first =
          lines[node.position.start.line - 1]?.slice(node.position.start.column - 1) ?? '';
        const fence = /^(`{3,}|~{3,})/.exec(first)?.[1];
        const last = (lines[node.position.end.line - 1] ?? '').replace(/^[\s>]*/, '').trimEnd();
        const closed =
          fence === undefined ||
          (node.position.end.line > node.position.start.line && last.startsWith(fence));
        if (!closed) {
          throw new SpecError(
            'open-fence',
            'A fenced block is never closed: the rest of the spec is inside it.',
            {
              line: node.position.start.line,
              hint: `Close it with ${fence} on a line of its own.`,
            },
          );
        }
      }
      if ('children' in node) visit(node.children as readonly RootContent[]);
    }
  };
  visit(tree.children);
}

/** Walks the document from top to bottom, with the headings above the place where it is. */
class Reader {
  readonly items: SpecItem[] = [];
  readonly headings: SpecHeading[] = [];
  readonly dependencies: Dependency[] = [];
  title: string | undefined;
  #headings: { readonly depth: number; readonly text: string }[] = [];
  #counts = new Map<ItemKind, number>();

  read(node: RootContent): void {
    if (node.type === 'heading') this.#enter(node);
    else if (node.type === 'list') this.#list(node, []);
    else if (node.type === 'table') this.#table(node);
    else if (node.type === 'paragraph') this.#paragraph(node);
    else if (node.type === 'blockquote') for (const child of node.children) this.read(child);
    else if (node.type === 'html') refuseLoose(node.value, lineOf(node));
  }

  #enter(node: Heading): void {
    const text = textOf(node.children);
    this.title ??= text;
    this.headings.push({ text, kind: sectionKind(text) ?? 'other', line: lineOf(node) });
    this.#headings = [
      ...this.#headings.filter(({ depth }) => depth < node.depth),
      { depth: node.depth, text },
    ];
  }

  /** The nearest heading that says what its section is. */
  #kind(): SectionKind {
    for (const { text } of [...this.#headings].reverse()) {
      const kind = sectionKind(text);
      if (kind !== undefined) return kind;
    }
    return 'other';
  }

  #list(list: List, above: readonly string[]): void {
    for (const item of list.children) this.#item(item, above);
  }

  #item(item: ListItem, above: readonly string[]): void {
    const kind = this.#kind();
    if (item.checked !== null && item.checked !== undefined && itemKinds[kind] === undefined) {
      throw new SpecError(
        'checkbox-outside',
        'A checkbox stands outside Success Criteria, Constraints and Non-Goals, where nothing would check it.',
        {
          line: lineOf(item),
          hint: `The headings above it are: ${this.#headings.map(({ text }) => text).join(' › ') || 'none'}. Move it under "## Success Criteria".`,
        },
      );
    }
    const nested = item.children.filter((child) => child.type === 'list');
    const content = item.children.flatMap((child) =>
      child.type === 'paragraph' ? [textOf(child.children)] : [],
    );
    const text = content.join(' ').trim();
    const heads = nested.length > 0 && /:\s*$/.test(text);
    if (text !== '' && !heads) {
      this.#add(
        text,
        lineOf(item),
        'item',
        above,
        labelOf(item.children.find((child) => child.type === 'paragraph')),
        item,
      );
    }
    const inner = heads ? [...above, text.replace(/:\s*$/, '')] : above;
    for (const list of nested) this.#list(list, inner);
  }

  #table(table: Table): void {
    const [head, ...rows] = table.children;
    const titles = (head?.children ?? []).map((cell) => plainHeading(textOf(cell.children)));
    for (const row of rows) {
      const cells = row.children.flatMap((cell, index) =>
        reportColumns.test(titles[index] ?? '') ? [] : [textOf(cell.children)],
      );
      const text = cells.filter(Boolean).join(': ');
      if (text !== '') this.#add(text, lineOf(row), 'item', [], undefined, undefined);
    }
  }

  #paragraph(node: Paragraph): void {
    const text = textOf(node.children).trim();
    // Labels on lines of their own are one promise each.
    const lines =
      text.split('\n').length > 1 &&
      node.children.filter(({ type }) => type === 'strong').length > 1
        ? text.split('\n')
        : [text.replaceAll('\n', ' ')];
    for (const [index, line] of lines.entries()) {
      const label = index === 0 ? labelOf(node) : /^([^:]{1,40}):/.exec(line)?.[1];
      const form = label === undefined ? 'paragraph' : 'item';
      if (line !== '' && !/:$/.test(line))
        this.#add(line, lineOf(node) + index, form, [], label, undefined);
    }
  }

  #add(
    text: string,
    line: number,
    form: SpecItem['form'],
    above: readonly string[],
    label: string | undefined,
    source: ListItem | undefined,
  ): void {
    const section = this.#kind();
    const kind = itemKinds[section];
    const annotations =
      source === undefined ? { explicit: [], waiver: undefined } : readAnnotations(source);
    if (section === 'dependencies') this.dependencies.push({ text: plain(text), line });
    if (kind === undefined) return;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    this.items.push({
      id: `${kind}-${count}`,
      kind,
      section: [
        ...this.#headings
          .filter(({ text: heading }, index) => index > 0 || heading !== this.title)
          .map(({ text: heading }) => heading),
        ...above,
      ],
      line,
      text: plain(text),
      form,
      label,
      group: undefined,
      doubt: '',
      note: '',
      ...annotations,
    });
  }
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ');
}

/** What an item of a section is; the other sections hold no promises. */
const itemKinds: Partial<Readonly<Record<SectionKind, ItemKind>>> = {
  criteria: 'criterion',
  constraints: 'constraint',
  'non-goals': 'non-goal',
};

/** Columns of a table that report on a promise and are no part of it. */
const reportColumns =
  /^(status|result|evidence|verified|notes?|owner|proof|done|id|nr|no|rationale|why|priority|)$/;

/** A check or waiver that stands under no item would be lost. */
function refuseLoose(html: string, line: number): void {
  if (!/<!--\s*(check|waive)\s*:/i.test(html)) return;
  throw new SpecError(
    'loose-annotation',
    'A check or waiver must be nested under the item it belongs to, and this one stands alone.',
    {
      line,
      hint: "Indent it below the list item, as far as the item's text.",
    },
  );
}

/** Text as a reader sees it; code keeps its backticks, which carry meaning. */
function textOf(nodes: readonly PhrasingContent[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'inlineCode') return `\`${node.value}\``;
      if (node.type === 'break') return '\n';
      if (node.type === 'text') return node.value;
      if (node.type === 'html') return '';
      // Kept visible: whether the promise still holds is for its reader to say.
      if (node.type === 'delete') return `~~${textOf(node.children)}~~`;
      return 'children' in node ? textOf(node.children) : '';
    })
    .join('');
}

/** Bold words at the beginning, with a colon inside or behind: `**Target**: …`. */
function labelOf(
  node: { readonly children: readonly PhrasingContent[] } | undefined,
): string | undefined {
  const [first, second] = node?.children ?? [];
  if (first?.type !== 'strong') return undefined;
  const text = textOf(first.children).trim();
  if (text.endsWith(':')) return text.slice(0, -1);
  return second?.type === 'text' && /^\s*[:–—-]/.test(second.value) ? text : undefined;
}

function lineOf(node: {
  readonly position?: { readonly start: { readonly line: number } } | undefined;
}): number {
  return node.position?.start.line ?? 1;
}
