type Figures = Readonly<Record<string, number>>;

/** Measures each contestant once in every round, in turn; prints its figures, and how they compare with those of the first. */
export async function compare<T>(
  title: string,
  rounds: number,
  contestants: Readonly<Record<string, T>>,
  measure: (one: T) => Promise<Figures>,
): Promise<void> {
  process.stderr.write(`${title}\n`);
  const jobs = Object.entries(contestants).map(([who, one]) => [who, () => measure(one)] as const);
  // Does not count: code is compiled then, and connections are open.
  for (const [, job] of jobs) await job();
  const all = await inTurns(rounds, Object.fromEntries(jobs));
  process.stdout.write(`\n${title} (rounds: ${rounds})\n`);
  const [first = []] = Object.values(all);
  const column = (of: readonly Figures[], unit: string) => of.map((one) => one[unit] ?? Number.NaN);
  for (const [name, figures] of Object.entries(all))
    for (const unit of Object.keys(figures[0] ?? {})) {
      const ours = column(figures, unit);
      const beside = first[0]?.[unit]
        ? `${shownSpread(ratio(ours, column(first, unit)), 2)} ×`
        : '';
      const shown = shownSpread(ours, 1).padEnd(26);
      process.stdout.write(`  ${name.padEnd(24)} ${unit.padEnd(20)} ${shown} ${beside}\n`);
    }
}

/** Calls each job once in every round, in turn; who begins moves on by one each round. Gives the results by name. */
export async function inTurns<T>(rounds: number, jobs: Readonly<Record<string, () => Promise<T>>>) {
  const found = Object.entries(jobs).map(([name, job]) => ({ name, job, results: [] as T[] }));
  for (let round = 0; round < rounds; round += 1) {
    const first = round % found.length;
    for (const { job, results } of [...found.slice(first), ...found.slice(0, first)])
      results.push(await job());
  }
  return Object.fromEntries(found.map(({ name, results }) => [name, results]));
}

/** How one contestant compares with another, round by round: what slows a whole round cancels out. */
export function ratio(figures: readonly number[], reference: readonly number[]): readonly number[] {
  return figures.map((figure, round) => figure / (reference[round] ?? Number.NaN));
}

/** The median, the least and the most: `1.23 (1.10–1.31)`. Throws when there are no figures. */
export function shownSpread(figures: readonly number[], digits: number): string {
  const all = [median(figures), Math.min(...figures), Math.max(...figures)];
  const [middle, from, to] = all.map((figure) => figure.toFixed(digits));
  return `${middle} (${from}–${to})`;
}

/** Middle of some figures. Throws when there are none. */
export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const [low, high] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  if (low === undefined || high === undefined) throw new Error('Expected figures, got none.');
  return (low + high) / 2;
}
