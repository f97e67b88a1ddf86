/** Middle of some figures. Throws when there are none. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new Error('Expected figures, got none.');
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** Figures of several rounds. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Throws when there are no figures. */
export function spread(figures: readonly number[]): Spread {
  return { median: median(figures), least: Math.min(...figures), most: Math.max(...figures) };
}

/** How one contestant compares with another, round by round: what slows a whole round cancels out. */
export function ratio(figures: readonly number[], reference: readonly number[]): Spread {
  return spread(byRound(figures, reference, (figure, other) => figure / other));
}

/** How much more one takes than another, round by round. */
export function difference(figures: readonly number[], reference: readonly number[]): Spread {
  return spread(byRound(figures, reference, (figure, other) => figure - other));
}

function byRound(
  figures: readonly number[],
  reference: readonly number[],
  compare: (figure: number, other: number) => number,
): readonly number[] {
  if (figures.length !== reference.length) {
    throw new Error(`Expected as many rounds, got ${figures.length} and ${reference.length}.`);
  }
  return figures.map((figure, round) => compare(figure, reference[round] ?? Number.NaN));
}

/** `1.23 (1.10–1.31)`. */
export function shownSpread({ median, least, most }: Spread, digits = 2): string {
  const [middle, from, to] = [median, least, most].map((figure) => figure.toFixed(digits));
  return `${middle} (${from}–${to})`;
}
