import { counted } from '../model/format.ts';
import type { Mutant, mutate } from './mutate.ts';

/** How many of the faults that can be made here are noticed; one that could not be measured is not. */
export function scoreOf(mutants: readonly Mutant[]) {
  const faults = mutants.filter(({ fate }) => fate !== 'equivalent').length;
  const noticed = mutants.filter(({ fate }) => fate === 'noticed').length;
  return { noticed, faults, percent: faults === 0 ? 100 : Math.floor((100 * noticed) / faults) };
}

/** What became of every fault, and the promises to add. */
export function mutationText({ mutants, leftOut, seconds }: Awaited<ReturnType<typeof mutate>>) {
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[title, ...new Set(lines)].join('\n')];
  const of = (fate: Mutant['fate'], line: (mutant: Mutant) => string) =>
    mutants.filter((mutant) => mutant.fate === fate).map(line);
  const because = (mutant: Mutant) => `  ${mutant.fault}\n      ${mutant.because}`;
  const { noticed, faults, percent } = scoreOf(mutants);
  const heldOut = scoreOf(mutants.filter((mutant) => mutant.heldOut));
  const missed = faults - noticed;
  return [
    ...part('No faults of this image:', of('equivalent', because)),
    ...part('Noticed:', of('noticed', because)),
    ...part('Could not be told, and count as not noticed:', of('untold', because)),
    ...part('Lines that do not hold, and so notice nothing:', leftOut),
    `${noticed} of ${counted(faults, 'fault')} would be noticed (${percent} %; of those held out ${heldOut.noticed} of ${heldOut.faults}).${missed === 0 ? '' : ` ${missed === 1 ? 'This one' : `These ${missed}`} would ship:`}`,
    ...of('ships', ({ fault, promise, because }) =>
      because === ''
        ? `  ${fault}\n      no promise that is known here catches it`
        : `  ${fault}\n      ${because}\n- [ ] ${promise}`,
    ),
    `${seconds.toFixed(0)} s`,
  ].join('\n\n');
}
