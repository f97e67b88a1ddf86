/** Calls each job once in every round, in turn; who begins moves on by one each round. Gives the figures by name. */
export async function inTurns<N extends string, T>(
  rounds: number,
  jobs: Readonly<Record<N, () => Promise<T>>>,
): Promise<Readonly<Record<N, readonly T[]>>> {
  // The keys of a record that is typed by them.
  const names = Object.keys(jobs) as N[];
  const found = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<N, T[]>;
  for (let round = 0; round < rounds; round += 1) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)])
      found[name].push(await jobs[name]());
  }
  return found;
}

/** Middle of some figures. Throws when there are none. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) throw new Error('Expected figures, got none.');
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

/** How one contestant compares with another, round by round: what slows a whole round cancels out. */
export function ratio(figures: readonly number[], reference: readonly number[]): readonly number[] {
  if (figures.length !== reference.length)
    throw new Error(`Expected as many rounds, got ${figures.length} and ${reference.length}.`);
  return figures.map((figure, round) => figure / (reference[round] ?? Number.NaN));
}

/** The median, the least and the most: `1.23 (1.10–1.31)`. Throws when there are no figures. */
export function shownSpread(figures: readonly number[], digits = 2): string {
  const all = [median(figures), Math.min(...figures), Math.max(...figures)];
  const [middle, from, to] = all.map((figure) => figure.toFixed(digits));
  return `${middle} (${from}–${to})`;
}
