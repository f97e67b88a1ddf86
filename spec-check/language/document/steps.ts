/** `Given …`, `When …`, `Then …`, with `And` and `But` between them. */
const step = /^[*_\s]*(given|when|then|and|but)\b/i;

/**
 * How many texts from `at` on are the steps of one scenario; 0 where none begins. A text that holds all of
 * its scenario is no step.
 */
export function stepsFrom(texts: readonly string[], at: number): number {
  const word = (index: number) => step.exec(texts[index] ?? '')?.[1]?.toLowerCase();
  const first = word(at);
  if (first !== 'given' && first !== 'when') return 0;
  let count = 1;
  let seenThen = false;
  for (let next = word(at + 1); next !== undefined; next = word(at + count)) {
    if (next === 'given' || (next === 'when' && seenThen)) break;
    seenThen ||= next === 'then';
    count += 1;
  }
  return seenThen ? count : 0;
}

/** The steps as one sentence. */
export function joinSteps(steps: readonly string[]): string {
  return steps.map((text) => text.trim().replace(/[.,;]$/, '')).join(', ');
}
