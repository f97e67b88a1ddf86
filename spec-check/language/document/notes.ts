import type { Nodes, Root } from 'mdast';
import { toString as textIn } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { isHarmlessNote } from './qualifiers.ts';
import { brief, plain } from './text.ts';

/** A mark behind a word that leads to a note: `200MB*`, `200MB†`. */
const mark =
  /(?<!(?:^|[\s,(])\.[\w.-]*)(?<=[\p{L}\d)\]`%]) ?\(?(\*+|[†‡§¹²³⁴⁵ª①②③④⑤])(?=$|[\s,;:)]|\.(?!\w))/u;

const noteParagraph = /^\(?(\*+|[†‡§¹²³⁴⁵ª①②③④⑤])\)?\s*(?=\S)/;

/** The footnotes of a spec, and the paragraphs that begin with a mark. */
export class Notes {
  readonly #notes = new Map<string, string>();

  constructor(tree: Root) {
    for (const node of tree.children) {
      const text = plain(textIn(node));
      if (node.type === 'footnoteDefinition') this.#notes.set(`[^${node.identifier}]`, text);
      const sign = node.type === 'paragraph' ? noteParagraph.exec(text)?.[1] : undefined;
      if (sign !== undefined) this.#notes.set(sign, text.replace(noteParagraph, ''));
    }
  }

  /** Whether a paragraph is a note and no text of its own. */
  has(text: string): boolean {
    return noteParagraph.test(text);
  }

  /** Why the notes that a text leads to leave it in doubt; empty when they only explain. */
  doubtOf(text: string, node: Nodes | undefined): string {
    const signs = [
      mark.exec(text.replace(/`[^`]*`/g, '`'))?.[1] ?? [],
      /\[\^[^\]\s]+\]/.exec(text)?.[0] ?? [],
    ].flat();
    if (node !== undefined)
      visit(node, 'footnoteReference', ({ identifier }) => {
        signs.push(`[^${identifier}]`);
      });
    for (const sign of signs) {
      const note = this.#notes.get(sign);
      if (note === undefined) return `The mark ${sign} leads to no note`;
      if (!isHarmlessNote(note)) return `The note at ${sign} changes it: ${brief(note)}`;
    }
    return '';
  }
}
