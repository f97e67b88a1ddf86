import type { Claim, Sense } from './check.ts';
import type { Settings } from './settings.ts';

/** The parts of a containerization spec that carry meaning; everything else is `other`. */
export type SectionKind =
  | 'intent'
  | 'constraints'
  | 'criteria'
  | 'non-goals'
  | 'dependencies'
  /** Future work, known issues: its heading says that it is not promised now. */
  | 'excluded'
  | 'other';

/** What a line of the spec is: a promise to prove, or words around promises. */
export type ItemKind = 'criterion' | 'constraint' | 'context' | 'non-goal';

/** One item of the spec: its whole text, however many lines it wraps over. */
export interface SpecItem {
  /** Stable within one spec: `criterion-1`, `constraint-3`, `context-2`, `non-goal-1`, in reading order of its kind. */
  readonly id: string;
  readonly kind: ItemKind;
  /** Headings above the item, outermost first, without the document title: `['Constraints', 'Image Size']`. */
  readonly section: readonly string[];
  /** 1-based line of the item's first character. */
  readonly line: number;
  /** Plain text as a reader sees it; code spans keep their backticks, because they carry meaning. */
  readonly text: string;
  /** A list item or table row, or a paragraph, which may be no promise at all. */
  readonly form: 'item' | 'paragraph';
  /** The bold words that open the item (`**Target**: …` → `Target`), when there are any. */
  readonly label?: string | undefined;
  /** The image it speaks of, where the spec has a heading or a label for one (`Frontend container`). */
  readonly group?: string | undefined;
  /** The one of `images` in the settings that its group is about; the first image where it is left out. */
  readonly image?: string;
  /** Why it can't be proven, whatever its sentence says: a note, a parent or a heading changes it. Empty when nothing does; otherwise the item is UNVERIFIED. */
  readonly doubt: string;
  /** Why a context line is no promise, or what is noted beside a promise; empty when there is nothing to say. */
  readonly note: string;
  readonly explicit: readonly ExplicitCheck[];
  readonly waiver?: Waiver | undefined;
}

/** `<!-- check: health path=/healthz -->` or a fenced `http`, `sh` or `sql` block nested under an item. */
export interface ExplicitCheck {
  readonly check: string;
  readonly line: number;
  /** Raw `key=value` pairs, or `{ source }` for a fenced block. */
  readonly params: Readonly<Record<string, string>>;
}

/** `<!-- waive: reason="…" until=2027-01-31 -->`: the item is not required until the end of that day, UTC. */
export interface Waiver {
  readonly reason: string;
  readonly until: string;
  readonly line: number;
}

/** A heading, and what kind of section it opens; `other` divides the section it stands in, or holds no promises. */
export type SpecHeading = Readonly<{ text: string; kind: SectionKind; line: number }>;

/** A parsed spec: what the file says, before any sentence is understood. */
export interface Spec {
  readonly path: string;
  readonly title: string;
  /** Hex SHA-256 of the file's bytes. */
  readonly sha256: string;
  /** What the front matter says; with a configuration file and the command line where a run adds them. */
  readonly defaults: Settings;
  /** The document's title among them. */
  readonly headings: readonly SpecHeading[];
  readonly items: readonly SpecItem[];
  /** Items under Dependencies: what must be there, and is no promise of the image. */
  readonly dependencies: readonly Pick<SpecItem, 'text' | 'line'>[];
  readonly mistakes: readonly SpecError[];
  /** Lines of the raw text with a check box or words that promise, counted apart from the items. */
  readonly promiseLines: readonly number[];
}

/** A spec or command line that cannot be used (exit code 2); `hint` says what to type next. */
export class SpecError extends Error {
  readonly code: string;
  readonly line: number | undefined;
  readonly hint: string;
  readonly others: readonly SpecError[];

  constructor(
    code: string,
    message: string,
    { line, hint, others = [] }: { hint: string } & Partial<Pick<SpecError, 'line' | 'others'>>,
  ) {
    super(message);
    this.code = code;
    this.line = line;
    this.hint = hint;
    this.others = others;
  }
}

export interface Interpretation {
  readonly item: SpecItem;
  readonly verdict: 'checkable' | 'unverified' | 'ambiguous' | 'waived' | 'expired' | 'context';
  /** Why it is not checkable, or what is noted beside; empty when there is nothing to say. */
  readonly reason: string;
  /** What has to be proven; empty unless the sentence was understood as a whole. */
  readonly checks: readonly Claim[];
  /** What it would claim, were it not for one parameter that it leaves open. */
  readonly open?: OpenClaim | undefined;
  /** The nearest sentence that is understood. */
  readonly instead?: string;
  /** Where that parameter was taken from: "`/health`: line 12". */
  readonly from?: string;
}

export type OpenClaim = Claim & NonNullable<Sense['open']>;

/** What a sentence means, before waivers and explicit checks. */
export type Meaning = Omit<Interpretation, 'item'>;
