/** Figures of two that were measured in turns, round by round. */
export interface Compared {
  readonly subject: readonly number[];
  readonly bare: readonly number[];
}

/** Measures both once in each round, and each first in every other one; once before, for what is cold. */
export async function inTurns(
  rounds: number,
  measure: { readonly [who in keyof Compared]: () => Promise<number> },
): Promise<Compared> {
  const subject: number[] = [];
  const bare: number[] = [];
  for (let round = -1; round < rounds; round += 1) {
    const turn = [
      async () => subject.push(await measure.subject()),
      async () => bare.push(await measure.bare()),
    ];
    for (const one of round % 2 === 0 ? turn : turn.reverse()) await one();
  }
  return { subject: subject.slice(1), bare: bare.slice(1) };
}
