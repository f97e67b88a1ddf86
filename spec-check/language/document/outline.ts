import type { SectionKind } from '../../model/spec.ts';
import { imageNamed } from './groups.ts';
import { type HeadingMeaning, readHeading } from './headings.ts';

/** What holds for a line, by the headings, labels and parent items above it. */
export type Place = ReturnType<Outline['place']>;

interface Level extends HeadingMeaning {
  readonly depth: number;
  readonly text: string;
  readonly group: string | undefined;
  /** Sentences above a list are no part of the section's name. */
  readonly inSection: boolean;
}

/** A label paragraph divides the section of any heading. */
const labelDepth = 7;

export class Outline {
  #levels: readonly Level[] = [];
  #title: Level | undefined;

  heading(text: string, depth = labelDepth): void {
    const level = { ...readHeading(text), depth, text, group: imageNamed(text), inSection: true };
    this.#levels = [...this.#levels.filter((above) => above.depth < depth), level];
    this.#title ??= level;
  }

  /** A sentence that changes what stands below it, up to the next heading; an empty reason changes nothing. */
  doubt(doubt: string): void {
    const level = { kind: undefined, weak: false, depth: labelDepth, text: '', inSection: false };
    if (doubt !== '') this.#levels = [...this.#levels, { ...level, doubt, group: undefined }];
  }

  /** The end of a block that can be unfolded ends its label. */
  endLabel(): void {
    this.#levels = this.#levels.filter(({ depth }) => depth < labelDepth);
  }

  /** Runs something below a parent item or a sentence that introduces a list. */
  within(text: string, doubt: string, inSection: boolean, run: () => void): void {
    const before = this.#levels;
    const meaning = readHeading(text);
    const says = text.split(/\s+/).length <= 5 && !meaning.weak;
    const kind = says ? meaning.kind : undefined;
    const level = { kind, weak: false, doubt, depth: labelDepth + 1, text, inSection };
    this.#levels = [...before, { ...level, group: imageNamed(text) }];
    run();
    this.#levels = before;
  }

  /** The nearest heading that says what it is wins, unless one above excludes all that is below it. */
  place() {
    const title = this.#title?.depth === 1 ? this.#title : undefined;
    const inner = this.#levels.filter((level) => level !== title);
    const named = inner.filter(({ kind, weak }) => kind !== undefined && !weak);
    const decisive =
      named.find(({ kind }) => kind === 'non-goals' || kind === 'excluded') ??
      named.at(-1) ??
      // The title says what all lists are (`Production Checklist`), or what the document is about.
      (title?.weak === false && (title.kind === 'criteria' || title.kind === 'constraints')
        ? title
        : inner.findLast(({ weak }) => weak));
    const nearest = decisive?.kind ?? 'other';
    const refined = nearest === 'constraints' && named.some(({ kind }) => kind === 'criteria');
    const kind: SectionKind = refined ? 'criteria' : nearest;
    return {
      kind,
      // No heading says that there are promises: its topic, or its label, makes lists likely to be some.
      weak: decisive?.weak ?? true,
      heading: decisive?.text ?? '',
      section: this.#levels
        .filter((level) => level.inSection && level !== this.#title)
        .map(({ text }) => text),
      group: inner.findLast(({ group }) => group !== undefined)?.group,
      doubt: inner.find(({ doubt }) => doubt !== '')?.doubt ?? '',
      // The nearest parent item, label or heading, and the doubt there is without it.
      lead: this.#levels.at(-1)?.text ?? '',
      doubtBeyond: inner.slice(0, -1).find(({ doubt }) => doubt !== '')?.doubt ?? '',
    };
  }

  get title(): string | undefined {
    return this.#title?.text;
  }
}
