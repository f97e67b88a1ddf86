/** How much a finding weighs. Errors alone decide the exit code; a question is for the team to answer. */
export type Level = 'error' | 'warning' | 'note' | 'question';

export interface Finding {
  /** Stable, for a reader who looks it up or filters by it: `two-limits`, `shell-form`. */
  readonly code: string;
  readonly level: Level;
  /** 1-based; null for what the whole file lacks. */
  readonly line: number | null;
  /** What is wrong and what comes of it, one or two sentences. */
  readonly message: string;
  readonly fix: string;
}

export const inReadingOrder = (findings: readonly Finding[]): Finding[] =>
  [...findings].sort((a, b) => (a.line ?? Infinity) - (b.line ?? Infinity) || 0);

/** `reason` ends the sentence "… contradicts line 5: …". */
export type Conflict = Readonly<Record<'code' | 'reason', string>>;
