import type { Code, Heading, Html, ListItem, Paragraph, RootContent, Table } from 'mdast';
import { toString as textIn } from 'mdast-util-to-string';
import { type ItemKind, SpecError, type SpecHeading, type SpecItem } from '../../model/spec.ts';
import { readComments } from './annotations.ts';
import { readAttached } from './attached.ts';
import { readHeading } from './headings.ts';
import { htmlAsMarkdown } from './html.ts';
import { kindOfLine, type Line } from './line.ts';
import { firstText, hasBox, roleAbove } from './list-items.ts';
import { parseMarkdown } from './markdown.ts';
import type { Notes } from './notes.ts';
import { Outline } from './outline.ts';
import { isLabel, partsOf, says } from './paragraphs.ts';
import {
  absenceBelow,
  doubtAbove,
  doubtOfBrackets,
  doubtOfProse,
  doubtOfSigns,
  isAboutList,
  isLeadIn,
  pointing,
  takesBack,
} from './qualifiers.ts';
import { withJoinedParagraphs, withJoinedSteps } from './steps.ts';
import { readRow } from './tables.ts';
import { brief, labelOf, plain, textOf } from './text.ts';

/** Walks the document from top to bottom, with the headings above the place where it is. */
export class Reader {
  readonly items: SpecItem[] = [];
  readonly headings: SpecHeading[] = [];
  readonly dependencies: Pick<SpecItem, 'text' | 'line'>[] = [];
  readonly mistakes: SpecError[] = [];
  /** Lines whose text is in an item, or was looked at and is prose. */
  readonly covered = new Set<number>();
  readonly #outline = new Outline();
  readonly #notes: Notes;
  readonly #lines: readonly string[];
  readonly #unknownPromises: boolean;
  readonly #counts = new Map<ItemKind, number>();
  /** Where a line of the text that is being read stands in the file. */
  #fileLine = (line: number): number => line;

  /** `unknownPromises`: lists are promises unless a heading says that they are none. */
  constructor(notes: Notes, lines: readonly string[], unknownPromises: boolean) {
    this.#notes = notes;
    this.#lines = lines;
    this.#unknownPromises = unknownPromises;
  }

  get title(): string | undefined {
    return this.#outline.title;
  }

  readAll(given: readonly RootContent[]): void {
    const nodes = withJoinedParagraphs(given);
    for (let at = 0; at < nodes.length; at += 1) {
      const [node, next] = [nodes[at], nodes[at + 1]];
      if (node === undefined) continue;
      const above =
        node.type === 'paragraph' ? this.#paragraph(node, next) : quotedAbove(node, next);
      if (node.type !== 'paragraph') this.#block(node);
      if (node.type === 'heading') this.#promiseInHeading(node, next);
      const before = nodes
        .slice(0, at)
        .findLast(({ type }) => /^(?:list|table|heading)$/.test(type));
      if (before?.type === 'list' || before?.type === 'table')
        this.#takeBack(this.#lineOf(before), node);
      if (above === undefined || next === undefined) continue;
      this.#outline.within(above.text, above.doubt, false, () => this.#block(next));
      at += 1;
    }
  }

  #block(node: RootContent): void {
    if (node.type === 'heading') {
      const text = textOf(node.children);
      const line = this.#lineOf(node);
      this.headings.push({ text, kind: readHeading(text).kind ?? 'other', line });
      this.#outline.heading(text, node.depth);
    } else if (node.type === 'list') this.#items(node.children, false);
    else if (node.type === 'table') this.#table(node);
    else if (node.type === 'blockquote') this.readAll(node.children);
    else if (node.type === 'html') this.#html(node);
    else if (node.type === 'code') this.#code(node);
  }

  /** A label right behind an item is part of it to Markdown, and stands above the next ones. */
  #items(items: readonly ListItem[], nested: boolean): void {
    for (const [at, item] of withJoinedSteps(items).entries()) {
      this.#item(item, nested);
      const label = item.children.length === 1 ? /\n(.+):$/.exec(firstText(item))?.[1] : undefined;
      if (label === undefined) continue;
      const doubt = readHeading(label).doubt || doubtAbove(label);
      this.#outline.within(label, doubt, true, () => this.#items(items.slice(at + 1), nested));
      return;
    }
  }

  #item(item: ListItem, nested: boolean): void {
    if (textIn(item, { includeHtml: false }).trim() === '')
      this.#refuseLoose(textIn(item), this.#lineOf(item));
    const paragraph = item.children.find((child) => child.type === 'paragraph');
    for (const child of item.children) if (child.type !== 'list') this.#cover(child);
    const attached = readAttached(item, (node) => this.#lineOf(node), this.mistakes);
    const text = [firstText(item), ...attached.more].join(' ').trim();
    const below = item.children.flatMap((child) => (child.type === 'list' ? child.children : []));
    const role = roleAbove(item, text, below);
    const bare = role === 'promise' ? text : text.replace(/:$/, '');
    const own = role === 'label' ? readHeading(bare).doubt : '';
    const above = role === 'promise' ? '' : doubtAbove(bare) || doubtOfProse(bare) || own;
    const back = below.find((child) => takesBack(firstText(child), hasBox(child)));
    const line: Line = {
      ...attached,
      text: bare,
      line: this.#lineOf(item),
      label: labelOf(paragraph),
      checked: hasBox(item),
      nested,
      form: role === 'promise' ? 'item' : 'paragraph',
      doubt:
        attached.doubt ||
        this.#notes.doubtOf(text, paragraph) ||
        (back === undefined ? '' : `What stands below it changes it: ${brief(firstText(back))}`),
    };
    const leads = role === 'lead-in' || (below.length > 0 && absenceBelow(bare) !== undefined);
    // A table of contents.
    const [only, ...more] = paragraph?.children ?? [];
    const points = only?.type === 'link' && only.url.startsWith('#') && more.length === 0;
    const context = leads ? 'Heads the items below it' : points ? 'Points elsewhere' : undefined;
    this.#add({ ...line, context });
    if (role === 'promise') this.#nestedLists(item);
    else this.#outline.within(bare, attached.doubt || above, true, () => this.#nestedLists(item));
  }

  /** Lists inside an item, those in its quotations, indented code and HTML too. */
  #nestedLists(item: ListItem): void {
    for (const child of item.children) {
      if (child.type === 'list') this.#items(child.children, true);
      else if (child.type === 'blockquote')
        for (const inner of child.children)
          if (inner.type === 'list') this.#items(inner.children, true);
      if (child.type === 'html' && /<li\b|\[[ xX]\]/i.test(child.value)) this.#html(child);
      if (child.type === 'code') this.#code(child);
    }
  }

  #table(table: Table): void {
    const [head, ...rows] = table.children.map((row) => ({
      line: this.#lineOf(row),
      row,
      cells: row.children.map((cell) => plain(textOf(cell.children))),
    }));
    this.#cover(table);
    let named = '';
    for (const { cells, line, row } of rows) {
      const [first, ...rest] = row.children;
      // A row of one bold cell opens a part of the table, as a heading does.
      const isBold = first?.children.every(({ type }) => type === 'strong') === true;
      if (isBold && rest.length > 0 && cells.slice(1).every((cell) => cell === ''))
        [named = ''] = cells;
      const { text, doubt, note } = readRow(head?.cells ?? [], cells);
      if (text === '') continue;
      const comments = readComments(textIn(row), line, this.mistakes);
      const one = { text, line, note, doubt: doubt || this.#notes.doubtOf(text, row), ...comments };
      if (named === '') this.#add(one);
      else this.#outline.within(named, readHeading(named).doubt, true, () => this.#add(one));
    }
  }

  /** What a paragraph says of the block behind it, where it says anything. */
  #paragraph(
    node: Paragraph,
    next: RootContent | undefined,
  ): { readonly text: string; readonly doubt: string } | undefined {
    const text = textOf(node.children).trim();
    this.#cover(node);
    if (this.#notes.has(text)) return undefined;
    const [head = '', ...rest] = text.split('\n').map((line) => line.trim());
    const value = rest.join('\n');
    if (/^[^*†‡§]/.test(value) && head.endsWith(':') && isLabel({ children: [] }, head, true)) {
      this.#outline.heading(head.slice(0, -1));
      const notes = node.children.filter(({ type }) => type === 'footnoteReference');
      const start = { line: (node.position?.start.line ?? 0) + 1, column: 1 };
      const position = { start, end: node.position?.end ?? start };
      const children = [{ type: 'text' as const, value }, ...notes];
      return this.#paragraph({ ...node, children, position }, next);
    }
    const bare = plain(text.replace(/:$/, ''));
    const heads = next?.type === 'list' || next?.type === 'table' || next?.type === 'html';
    const names = heads || (next?.type === 'paragraph' && text.endsWith(':'));
    const line = this.#lineOf(node);
    const prose = { line, form: 'paragraph', prose: true } as const;
    if (isLabel(node, text, names)) {
      this.#outline.heading(bare);
      if (/\d/.test(bare) && says.test(bare)) this.#add({ ...prose, text: bare });
      return undefined;
    }
    const leads = heads && text.endsWith(':');
    // Further above than right before a list, it takes back what stands there as well.
    if (!heads && pointing.test(bare))
      this.#outline.doubt(text.endsWith(':') ? doubtAbove(bare) : doubtOfProse(bare));
    const above = leads ? doubtAbove(bare) : heads ? doubtOfProse(bare) : '';
    if (above !== '' || (leads && isLeadIn(bare)) || isAboutList(bare))
      this.#add({ ...prose, text: bare, context: 'Heads the list below it' });
    else
      for (const part of partsOf(node, text, this.#lines.slice(line - 1)))
        this.#add({
          ...part,
          line: line + part.line,
          text: part.text.replace(/:$/, ''),
          doubt: this.#notes.doubtOf(part.text, node),
          prose: part.checked === undefined,
        });
    return leads || above !== '' ? { text: bare, doubt: above } : undefined;
  }

  /** A sentence after a list may except what stands in it. */
  #takeBack(firstLine: number, node: RootContent): void {
    const text = textIn(node);
    const isHeading = node.type === 'heading' && /^\W*ex(?:ce|em)ptions?\W*$/i.test(text);
    if (node.type !== 'paragraph' && node.type !== 'blockquote' && !isHeading) return;
    const doubt = doubtOfProse(text, 'after');
    if (doubt === '') return;
    for (const [index, item] of this.items.entries())
      if (item.line >= firstLine) this.items[index] = { ...item, doubt };
  }

  /** A heading may state a limit, or be a promise with nothing below it. */
  #promiseInHeading(node: Heading, next: RootContent | undefined): void {
    const text = textOf(node.children);
    const empty = (next === undefined || next.type === 'heading') && !/\d/.test(text);
    const { kind, weak } = readHeading(text);
    if (text !== this.title && (empty || says.test(text)) && (kind === undefined || weak))
      this.#add({ text, line: this.#lineOf(node), form: 'paragraph', prose: true });
  }

  #html(node: Html): void {
    const line = this.#lineOf(node);
    // What nobody is shown is struck out, too.
    if (/^<(?:del|s|strike)>$|^<\w+[^>]*(?:\shidden\b|display:\s*none)/i.test(node.value))
      this.#outline.heading('~~');
    if (/<\/details\b|^<\/(?:del|s|strike)>/i.test(node.value)) this.#outline.endLabel();
    if (/<!--/.test(node.value)) this.#refuseLoose(node.value, line);
    const shown = htmlAsMarkdown(node.value);
    if (shown === undefined) return;
    this.#readInside(shown.text, (inner) => line + (shown.lines[inner - 1] ?? 0));
  }

  /** Lists that are indented so far that Markdown takes them for code, scenarios of Gherkin, and boxes in a block. */
  #code({ value, lang, position }: Code): void {
    const line = this.#lineOf({ position });
    const below = (inner: number) => line + inner;
    const { kind, weak } = this.#outline.place();
    if (!/^[\s>*+\d.)-]*(`{3}|~{3})/.test(this.#lines[line - 1] ?? '')) {
      if (/^\s*(?:[-*+]|\d+[.)])\s+\S/m.test(value))
        this.#readInside(dedent(value), (inner) => line + inner - 1);
    } else if (/^(gherkin|feature|cucumber)$/i.test(lang ?? '')) {
      const steps = value.replace(/^\s*(?!\s|given|when|then|and\b|but\b).*$/gim, '');
      this.#readInside(steps.replace(/^[^\S\n]*(?=\S)/gm, '- '), below);
    } else if (!weak && (kind === 'criteria' || kind === 'constraints')) {
      const boxes = value.replace(/^(?!\s*[-*+]\s+\[[ xX]\]).*$/gm, '');
      const doubt = 'It stands in a code block: is it a promise, or an example?';
      this.#outline.within('', doubt, false, () => this.#readInside(dedent(boxes), below));
    }
  }

  #readInside(text: string, lineIn: (line: number) => number): void {
    const outside = this.#fileLine;
    this.#fileLine = lineIn;
    this.readAll(parseMarkdown(text).children);
    this.#fileLine = outside;
  }

  /** A check or waiver that stands under no item would be lost. */
  #refuseLoose(html: string, line: number): void {
    const { explicit, waiver } = readComments(html, line, this.mistakes);
    if (explicit.length === 0 && waiver === undefined) return;
    this.mistakes.push(
      new SpecError(
        'loose-annotation',
        'A check or waiver must be nested under the item it belongs to, and this one stands alone.',
        { line, hint: "Indent it below the list item, as far as the item's text." },
      ),
    );
  }

  #add(given: Line): void {
    const outer = this.#outline.place();
    const names = absenceBelow(outer.lead);
    const absent =
      names !== undefined &&
      outer.doubt === (outer.doubtBeyond || doubtAbove(outer.lead)) &&
      /^(?:`[^`\s]+`|\.[\w.*/-]+|[\w*/-]+\.\w+)$/.test(given.text);
    const place = absent ? { ...outer, doubt: outer.doubtBeyond } : outer;
    const line = { ...given, text: plain(absent ? names(given.text) : given.text) };
    const { text } = line;
    this.covered.add(line.line);
    if (place.kind === 'dependencies') this.dependencies.push({ text, line: line.line });
    const found = text === '' ? undefined : kindOfLine(line, place, this.#unknownPromises);
    if (found === undefined) return;
    const count = (this.#counts.get(found.kind) ?? 0) + 1;
    this.#counts.set(found.kind, count);
    const promised = found.kind === 'criterion' || found.kind === 'constraint';
    const doubt = given.doubt || place.doubt || doubtOfBrackets(text) || doubtOfSigns(text);
    this.items.push({
      ...{ id: `${found.kind}-${count}`, kind: found.kind, line: line.line, text },
      ...{ section: place.section, group: place.group },
      ...{ form: given.form ?? 'item', label: given.label },
      doubt: promised ? doubt : '',
      note: promised ? (given.note ?? '') : found.note,
      explicit: given.explicit ?? [],
      waiver: given.waiver,
    });
  }

  #lineOf({ position }: Pick<RootContent, 'position'>): number {
    return this.#fileLine(position?.start.line ?? 1);
  }

  #cover(node: RootContent | undefined): void {
    const { start, end } = node?.position ?? {};
    if (start === undefined || end === undefined) return;
    for (let line = start.line; line <= end.line; line += 1) this.covered.add(this.#fileLine(line));
  }
}

/** A quotation or an alert right before a list may change what is promised there. */
function quotedAbove(node: RootContent, next: RootContent | undefined) {
  if (node.type !== 'blockquote' || next?.type !== 'list') return undefined;
  const text = plain(textIn(node));
  const doubt = doubtOfProse(text);
  return doubt === '' ? undefined : { text, doubt };
}

function dedent(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  return lines.map((line) => line.slice(Math.min(...indents))).join('\n');
}
