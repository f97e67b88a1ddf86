/** Middle of some figures. Throws when there are none. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new Error('Expected figures, got none.');
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** How one contestant compares with another, round by round. */
export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Ratios of figures that were measured in the same round: what slows a whole round cancels out. */
export function ratio(figures: readonly number[], reference: readonly number[]): Ratio {
  if (figures.length !== reference.length) {
    throw new Error(`Expected as many rounds, got ${figures.length} and ${reference.length}.`);
  }
  const ratios = figures.map((figure, round) => figure / (reference[round] ?? Number.NaN));
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}

/** `1.23 (1.10–1.31)`. */
export function shownRatio({ median, least, most }: Ratio): string {
  return `${median.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;
}
