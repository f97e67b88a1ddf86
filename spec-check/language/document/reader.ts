import type { Code, Html, List, ListItem, Paragraph, RootContent, Table } from 'mdast';
import {
  type Dependency,
  type ItemKind,
  SpecError,
  type SpecHeading,
  type SpecItem,
} from '../spec.ts';
import { type Annotations, readComments } from './annotations.ts';
import { readAttached } from './attached.ts';
import { imageNamed } from './groups.ts';
import { contextLabels, plainHeading, readHeading } from './headings.ts';
import { htmlAsMarkdown } from './html.ts';
import { parseMarkdown } from './markdown.ts';
import type { Notes } from './notes.ts';
import { Outline, type Place } from './outline.ts';
import {
  doubtAbove,
  doubtOfBrackets,
  doubtOfProse,
  isHarmlessNote,
  isLeadIn,
  negationSign,
  takesBack,
} from './qualifiers.ts';
import { joinSteps, stepsFrom } from './steps.ts';
import { readRow } from './tables.ts';
import { labelOf, plain, textOf } from './text.ts';

/** One line of the document before it is known what it is. */
interface Line
  extends Partial<Pick<SpecItem, 'form' | 'label' | 'doubt' | 'note'>>,
    Partial<Annotations> {
  readonly text: string;
  readonly line: number;
  readonly checked?: boolean;
  /** It stands below another item. */
  readonly nested?: boolean;
  /** It is no line of a list: it counts only where a heading says that there are promises. */
  readonly prose?: boolean;
  /** Why it is no promise wherever it stands. */
  readonly context?: string;
}

/** Walks the document from top to bottom, with the headings above the place where it is. */
export class Reader {
  readonly items: SpecItem[] = [];
  readonly headings: SpecHeading[] = [];
  readonly dependencies: Dependency[] = [];
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

  readAll(nodes: readonly RootContent[]): void {
    for (let at = 0; at < nodes.length; at += 1) {
      const [node, next] = [nodes[at], nodes[at + 1]];
      if (node === undefined) continue;
      const above = node.type === 'paragraph' ? this.#paragraph(node, next) : undefined;
      if (node.type !== 'paragraph') this.#block(node);
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
    } else if (node.type === 'list') this.#list(node, false);
    else if (node.type === 'table') this.#table(node);
    else if (node.type === 'blockquote') this.readAll(node.children);
    else if (node.type === 'html') this.#html(node);
    else if (node.type === 'code') this.#code(node);
    else if (node.type === 'footnoteDefinition') this.#cover(node);
  }

  #list(list: List, nested: boolean): void {
    const texts = list.children.map((item) => firstText(item));
    for (let at = 0; at < list.children.length; at += 1) {
      const steps = stepsFrom(texts, at);
      const items = list.children.slice(at, at + Math.max(1, steps));
      const [first, ...rest] = items;
      if (first === undefined) continue;
      if (rest.length === 0) this.#item(first, nested);
      else {
        const attached = items.map((item) => this.#attached(item));
        this.#add({
          text: joinSteps(texts.slice(at, at + steps)),
          line: this.#lineOf(first),
          doubt: attached.map(({ doubt }) => doubt).find(Boolean) ?? '',
          explicit: attached.flatMap(({ explicit }) => explicit),
          waiver: attached.find(({ waiver }) => waiver)?.waiver,
          checked: items.some(isChecked),
        });
        for (const item of rest) this.#cover(item.children[0]);
        for (const item of items) this.#nestedLists(item);
      }
      at += rest.length;
    }
  }

  #item(item: ListItem, nested: boolean): void {
    const paragraph = item.children.find((child) => child.type === 'paragraph');
    const lists = item.children.filter((child) => child.type === 'list');
    const attached = this.#attached(item);
    const text = [firstText(item), ...attached.more].join(' ').trim();
    const children = lists.flatMap((list) => list.children);
    const label = labelOf(paragraph);
    const line: Line = {
      ...attached,
      text,
      line: this.#lineOf(item),
      label,
      checked: isChecked(item),
      nested,
      doubt: attached.doubt || this.#notes.doubtOf(text, paragraph),
    };
    const childTexts = children.map(firstText);
    const scenario = childTexts.length > 1 && stepsFrom(childTexts, 0) === childTexts.length;
    const bare = text.replace(/:$/, '');
    const names =
      /:$/.test(text) ||
      scenario ||
      (paragraph?.children.length === 1 && paragraph.children[0]?.type === 'strong') ||
      (!line.checked && bare.split(' ').length <= 4 && readHeading(bare).kind !== undefined);
    if (children.length > 0 && names) {
      const doubt = doubtAbove(bare);
      const mere = scenario || doubt !== '' || isLeadIn(bare) || attached.explicit.length > 0;
      const context = mere ? { context: 'Heads the items below it' } : {};
      this.#add({ ...line, text: bare, form: 'paragraph', ...context });
      this.#outline.within(bare, doubt || attached.doubt, true, () => this.#nestedLists(item));
      return;
    }
    const back = children
      .filter((child) => !isChecked(child))
      .map(firstText)
      .find(takesBack);
    const doubt = back === undefined ? line.doubt : `What stands below it changes it: "${back}"`;
    if (text !== '') this.#add({ ...line, doubt: line.doubt || doubt || '' });
    this.#nestedLists(item);
  }

  /** Lists inside an item, those in its quotations, indented code and HTML too. */
  #nestedLists(item: ListItem): void {
    for (const child of item.children) {
      if (child.type === 'list') this.#list(child, true);
      else if (child.type === 'blockquote')
        for (const inner of child.children) if (inner.type === 'list') this.#list(inner, true);
      if (child.type === 'html' && /<li\b|\[[ xX]\]/i.test(child.value)) this.#html(child);
      if (child.type === 'code') this.#code(child);
    }
  }

  #attached(item: ListItem) {
    for (const child of item.children) if (child.type !== 'list') this.#cover(child);
    return readAttached(item, {
      lineOf: (node) => this.#lineOf(node),
      attempt: (read) => {
        try {
          return read();
        } catch (error) {
          if (!(error instanceof SpecError)) throw error;
          this.mistakes.push(error);
          return { explicit: [], waiver: undefined };
        }
      },
    });
  }

  #table(table: Table): void {
    const [head, ...rows] = table.children.map((row) => ({
      line: this.#lineOf(row),
      row,
      cells: row.children.map((cell) => plain(textOf(cell.children))),
    }));
    this.#cover(table);
    for (const { cells, line, row } of rows) {
      const { text, doubt, note } = readRow(head?.cells ?? [], cells);
      if (text === '') continue;
      this.#add({ text, line, note, doubt: doubt || this.#notes.doubtOf(text, row) });
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
    const bare = plain(text.replace(/:$/, ''));
    const heads = next?.type === 'list' || next?.type === 'table' || next?.type === 'html';
    if (isLabel(node, bare) || (heads && isSectionName(text, bare))) {
      this.#outline.label(bare);
      return undefined;
    }
    const line = this.#lineOf(node);
    const above = heads ? (text.endsWith(':') ? doubtAbove(bare) : doubtOfProse(bare)) : '';
    const introduces = heads && (above !== '' || (text.endsWith(':') && isLeadIn(bare)));
    if (introduces)
      this.#add({
        text: bare,
        line,
        form: 'paragraph',
        prose: true,
        context: 'Heads the list below it',
      });
    else
      for (const part of partsOf(node, text)) {
        const doubt = this.#notes.doubtOf(part.text, node);
        const prose = part.checked === undefined;
        this.#add({
          ...part,
          line: line + part.line,
          text: part.text.replace(/:$/, ''),
          doubt,
          prose,
        });
      }
    return (heads && text.endsWith(':')) || above !== '' ? { text: bare, doubt: above } : undefined;
  }

  #html(node: Html): void {
    const line = this.#lineOf(node);
    if (/<\/details\b/i.test(node.value)) this.#outline.endLabel();
    if (/<!--/.test(node.value)) this.#refuseLoose(node.value, line);
    const shown = htmlAsMarkdown(node.value);
    if (shown === undefined) return;
    this.#readInside(shown.text, (inner) => line + (shown.lines[inner - 1] ?? 0));
  }

  /** Lists that are indented so far that Markdown takes them for code, and scenarios of Gherkin. */
  #code(node: Code): void {
    const line = this.#lineOf(node);
    const fenced = /^[\s>*+\d.)-]*(`{3}|~{3})/.test(this.#lines[line - 1] ?? '');
    const listed = /^\s*(?:[-*+]|\d+[.)])\s+\S/m.test(node.value);
    if (/^(gherkin|feature|cucumber)$/i.test(node.lang ?? '')) {
      const rows = node.value.split('\n').map((text) => text.trim());
      for (let at = 0; at < rows.length; at += 1) {
        const steps = stepsFrom(rows, at);
        if (steps === 0) continue;
        this.#add({ text: joinSteps(rows.slice(at, at + steps)), line: line + at + 1 });
        at += steps - 1;
      }
    } else if (!fenced && listed) {
      this.#readInside(dedent(node.value), (inner) => line + inner - 1);
    } else if (fenced) {
      for (const [index, row] of node.value.split('\n').entries()) {
        const text = /^\s*[-*+]\s+\[[ xX]\]\s+(.+)$/.exec(row)?.[1];
        const doubt = 'It stands in a code block: is it a promise, or an example?';
        if (text !== undefined) this.#add({ text, line: line + index + 1, doubt, prose: true });
      }
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
    let found: Annotations;
    try {
      found = readComments(html, line);
    } catch (error) {
      if (!(error instanceof SpecError)) throw error;
      this.mistakes.push(error);
      return;
    }
    if (found.explicit.length === 0 && found.waiver === undefined) return;
    this.mistakes.push(
      new SpecError(
        'loose-annotation',
        'A check or waiver must be nested under the item it belongs to, and this one stands alone.',
        { line, hint: "Indent it below the list item, as far as the item's text." },
      ),
    );
  }

  #add(given: Line): void {
    const place = this.#outline.place();
    const { line, form = 'item', checked = false } = given;
    const text = plain(given.text);
    this.covered.add(line);
    if (place.kind === 'dependencies') this.dependencies.push({ text, line });
    const { kind, note } = this.#kindOf(place, given, text, checked);
    if (kind === undefined || text === '') return;
    const count = (this.#counts.get(kind) ?? 0) + 1;
    this.#counts.set(kind, count);
    const sign = negationSign(text);
    const promised = kind === 'criterion' || kind === 'constraint';
    this.items.push({
      id: `${kind}-${count}`,
      kind,
      section: place.section,
      line,
      text,
      form,
      label: given.label,
      group: place.group,
      doubt: !promised
        ? ''
        : given.doubt ||
          place.doubt ||
          doubtOfBrackets(text) ||
          (sign === undefined ? '' : `Does ${sign} say "not"?`),
      note: promised ? (given.note ?? '') : note,
      explicit: given.explicit ?? [],
      waiver: given.waiver,
    });
  }

  /** A check box is a promise wherever it stands, unless its heading says that it is none. */
  #kindOf(
    { kind, weak, heading }: Place,
    { prose, context, nested, label }: Line,
    text: string,
    checked: boolean,
  ): { readonly kind: ItemKind | undefined; readonly note: string } {
    const none = (note: string) => ({ kind: 'context' as const, note });
    if (kind === 'non-goals') return { kind: 'non-goal', note: '' };
    const promise = !weak && (kind === 'criteria' || kind === 'constraints');
    if (prose === true && !promise) return { kind: undefined, note: '' };
    if (context !== undefined) return none(context);
    if (kind === 'excluded') return none(`Under "${heading}": not promised now`);
    if (kind === 'dependencies')
      return none(`Under "${heading}": has to be there, is not promised`);
    if (!checked) {
      if (/\?$/.test(text)) return none('A question promises nothing');
      if (nested && (isHarmlessNote(text) || contextLabels.test(plainHeading(label ?? ''))))
        return none('Explains the item above it');
      if (kind === 'intent') return none(`Under "${heading}", which explains and promises nothing`);
      if (kind === 'other' && !this.#unknownPromises)
        return none('No heading above it says that its list holds promises');
    }
    return { kind: kind === 'constraints' ? 'constraint' : 'criterion', note: '' };
  }

  #lineOf(node: {
    readonly position?: { readonly start: { readonly line: number } } | undefined;
  }): number {
    return this.#fileLine(node.position?.start.line ?? 1);
  }

  #cover(node: RootContent | undefined): void {
    const { start, end } = node?.position ?? {};
    if (start === undefined || end === undefined) return;
    for (let line = start.line; line <= end.line; line += 1) this.covered.add(this.#fileLine(line));
  }
}

/** Text of an item up to its first nested block, without a check box that Markdown does not know. */
function firstText(item: ListItem): string {
  const first = item.children.find((child) => child.type === 'paragraph');
  return first === undefined ? '' : textOf(first.children).replace(looseBox, '').trim();
}

/** `[]`, `[ x ]`: check boxes to people, not to Markdown. */
const looseBox = /^\[\s*[xX✓]?\s*\]\s*/;

function isChecked(item: ListItem): boolean {
  const first = item.children.find((child) => child.type === 'paragraph');
  return typeof item.checked === 'boolean' || looseBox.test(textOf(first?.children ?? []));
}

/** A paragraph of bold words alone names what follows: `**Frontend Container:**`. */
function isLabel({ children }: Paragraph, bare: string): boolean {
  const [first, colon, ...rest] = children;
  return (
    (first?.type === 'strong' || first?.type === 'emphasis') &&
    rest.length === 0 &&
    (colon === undefined || (colon.type === 'text' && colon.value.trim() === ':')) &&
    bare.split(' ').length <= 8 &&
    !/[.!]$/.test(bare)
  );
}

/** A short line before a list that says what the list is, or of which image it speaks. */
function isSectionName(text: string, bare: string): boolean {
  const words = bare.split(' ').length;
  if (words > (text.endsWith(':') ? 6 : 4) || text.includes('\n')) return false;
  const { kind, weak } = readHeading(bare);
  return (kind !== undefined && !weak) || imageNamed(bare) !== undefined;
}

/** Bullets that Markdown does not know, and boxes without a bullet. */
const signBullet = /^(?:[•‣▪◦●○☐☑✓✔✅]\s*|[–—]\s+|\[[ xX]?\]\s+)/;

/** The promises in a paragraph: lines with labels or bullets of their own, the steps of a scenario, or its whole text. */
function partsOf(node: Paragraph, text: string): readonly Line[] {
  const lines = text.split('\n').map((line) => line.trim());
  if (stepsFrom(lines, 0) === lines.length) return [{ text: joinSteps(lines), line: 0 }];
  if (/^given\b.*\bthen\b/is.test(text)) return [{ text, line: 0 }];
  const strong = node.children.filter(({ type }) => type === 'strong').length;
  if (lines.some((line) => signBullet.test(line)))
    return lines.map((line, index) => ({
      text: line.replace(signBullet, ''),
      line: index,
      form: signBullet.test(line) ? ('item' as const) : ('paragraph' as const),
      checked: /^(?:[☐☑]|\[)/.test(line),
    }));
  const labelled = lines.length > 1 && strong > 1;
  return (labelled ? lines : [lines.join(' ')]).map((line, index) => {
    const label = index === 0 ? labelOf(node) : /^([^:]{1,40}):/.exec(line)?.[1];
    return { text: line, line: index, label, form: label === undefined ? 'paragraph' : 'item' };
  });
}

function dedent(text: string): string {
  const lines = text.split('\n');
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  return lines.map((line) => line.slice(Math.min(...indents))).join('\n');
}
