import pc from 'picocolors';
import { counted } from '../model/format.ts';
import type { Mutant, Mutation } from './mutate.ts';

/** How many of the faults that can be made here are noticed; one that nobody could measure is not. */
export function scoreOf(mutants: readonly Mutant[]) {
  const faults = mutants.filter(({ fate }) => fate !== 'equivalent').length;
  const noticed = mutants.filter(({ fate }) => fate === 'noticed').length;
  return { noticed, faults, percent: faults === 0 ? 100 : Math.floor((100 * noticed) / faults) };
}

/** What became of every fault, with the promises to add. */
export function mutationText({ mutants, leftOut, seconds }: Mutation): string {
  const part = (fate: Mutant['fate'], title: string, line: (mutant: Mutant) => string) => {
    const lines = mutants.filter((mutant) => mutant.fate === fate).map(line);
    return lines.length === 0 ? [] : [[title, ...lines].join('\n')];
  };
  const { noticed, faults, percent } = scoreOf(mutants);
  const heldOut = scoreOf(mutants.filter((mutant) => mutant.heldOut));
  const proposed = mutants.filter(({ fate, proven }) => fate === 'ships' && proven);
  const sentences = [...new Set(proposed.map(({ promise }) => `- [ ] ${promise}`))];
  const reason = ({ fault, because }: Mutant) => `  ${fault}\n      ${because}`;
  return [
    ...part('noticed', 'Noticed, with the promise that fails:', reason),
    ...part('equivalent', 'No fault of this image:', reason),
    ...part('untold', pc.yellow('Could not be told, so not noticed:'), reason),
    ...part('ships', pc.red('These would ship:'), ({ fault, promise, proven, because }) =>
      proven
        ? `  ${fault}\n      with "${promise?.split('\n')[0]}": ${because}`
        : `  ${fault}\n      no promise that is known here catches it`,
    ),
    ...(leftOut.length === 0
      ? []
      : [['Promises that do not hold, and so notice nothing:', ...leftOut].join('\n  ')]),
    ...(sentences.length === 0
      ? []
      : [
          ['Each of these holds for the image, and catches its faults. Add:', ...sentences].join(
            '\n',
          ),
        ]),
    `${noticed} of ${counted(faults, 'fault')} would be noticed, ${percent} %; of those held out ${heldOut.noticed} of ${heldOut.faults}. ${seconds.toFixed(0)} s`,
  ].join('\n\n');
}
