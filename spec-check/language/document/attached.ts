import type { Code, ListItem, RootContent } from 'mdast';
import { toString as textIn } from 'mdast-util-to-string';
import { type Annotations, fencedCheck, readComments } from './annotations.ts';
import { isHarmlessNote } from './qualifiers.ts';
import { brief, plain, textOf } from './text.ts';

/** What stands in an item beside its sentence and its nested lists. */
export interface Attached extends Annotations {
  /** Further paragraphs that are part of the sentence. */
  readonly more: readonly string[];
  /** What in it leaves the promise in doubt; empty for nothing. */
  readonly doubt: string;
  /** What in it only explains. */
  readonly note: string;
}

interface Context {
  readonly lineOf: (node: RootContent) => number;
  /** Takes the mistakes of annotations. */
  readonly attempt: (read: () => Annotations) => Annotations;
}

/** Reads the blocks of an item behind its first paragraph. A block that may change the promise leaves it in doubt. */
export function readAttached(item: ListItem, { lineOf, attempt }: Context): Attached {
  const found = {
    explicit: [] as Annotations['explicit'][number][],
    waiver: undefined as Annotations['waiver'],
    more: [] as string[],
    doubt: '',
    note: '',
  };
  const remark = (what: string, text: string) => {
    if (isHarmlessNote(text)) found.note ||= plain(text);
    else found.doubt ||= `${what} below it changes it, and no check covers that: ${brief(text)}`;
  };
  const comments = (html: string, line: number) => {
    const { explicit, waiver } = attempt(() => readComments(html, line));
    found.explicit.push(...explicit);
    found.waiver = waiver ?? found.waiver;
    const rest = html.replace(/<!--[\s\S]*?-->|<[^>]*>/g, ' ').trim();
    if (rest !== '') remark('Text', rest);
  };
  const first = item.children.find(({ type }) => type === 'paragraph');
  for (const child of item.children) {
    if (child.type === 'html') comments(child.value, lineOf(child));
    else if (child.type === 'code') {
      const check = fencedCheck(child.lang);
      if (check === undefined && isList(child)) continue;
      else if (check === undefined) remark('A block', commandsOf(child));
      else if (check === 'sh' && cannotFail(child.value))
        found.doubt ||= 'Nothing in the block below it can fail: it proves nothing';
      else found.explicit.push({ check, line: lineOf(child), params: { source: child.value } });
    } else if (child.type === 'blockquote') remark('A quotation', textIn(child));
    else if (child.type === 'table') {
      const cells = child.children.flatMap((row) => row.children.map((cell) => textIn(cell)));
      remark('A table', cells.join(' '));
    } else if (child.type === 'heading') remark('A heading', textIn(child));
    else if (child.type === 'paragraph') {
      for (const node of child.children)
        if (node.type === 'html' && node.value.startsWith('<!--'))
          comments(node.value, lineOf(node));
      const text = textOf(child.children);
      if (child !== first && isHarmlessNote(text)) found.note ||= plain(text);
      else if (child !== first) found.more.push(text);
    }
  }
  return found;
}

/** Lines that are items of their own. */
function isList({ value, lang }: Code): boolean {
  const item = /^\s*(?:(?:[-*+]|\d+[.)])\s+\S.*)?$/;
  return !lang && value.split('\n').every((line) => item.test(line));
}

function cannotFail(source: string): boolean {
  const idle =
    /^\s*(?:#.*|:|true|exit 0|set .*|(?:echo|printf)\b[^;&|]*|.*\|\|\s*(?:true|:))?\s*(?:#.*)?$/;
  return source.trim() !== '' && source.split('\n').every((line) => idle.test(line));
}

/** A block of mere commands is a hint at evidence, like `docker images`; one that compares or tests is more. */
function commandsOf({ value }: Code): string {
  const lines = value.split('\n').filter((line) => line.trim() !== '');
  const commands = lines.every((line) =>
    /^\s*(?:\$ )?(?:docker|podman|curl|psql|whoami)\s[^|&;<>=[\]]*$/.test(line),
  );
  return commands ? `verify with ${lines.map((line) => line.trim()).join('; ')}` : `block ${value}`;
}
