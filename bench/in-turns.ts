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

/** The same, after a round that does not count: what is cold then is warm. */
export async function warmInTurns<N extends string, T>(
  rounds: number,
  jobs: Readonly<Record<N, () => Promise<T>>>,
) {
  await inTurns(1, jobs);
  return inTurns(rounds, jobs);
}
