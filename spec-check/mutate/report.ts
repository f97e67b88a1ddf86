import { counted } from '../model/format.ts';
import type { Mutant } from './findings.ts';
import type { MutationResult } from './mutate.ts';

/** How many faults are noticed of those that could be told, and the percentage if all the others shipped. */
export function scoreOf(mutants: readonly Mutant[]) {
  const numberOf = (fate: Mutant['fate']) => mutants.filter((one) => one.fate === fate).length;
  const [noticed, ships, untold] = [numberOf('noticed'), numberOf('ships'), numberOf('untold')];
  const percentOf = (all: number) => (all === 0 ? 100 : Math.floor((100 * noticed) / all));
  const faults = noticed + ships;
  return { noticed, faults, percent: percentOf(faults), atLeast: percentOf(faults + untold) };
}

/** What became of every fault, and the promises to add. */
export function mutationText({ mutants, leftOut, blind, seconds }: MutationResult) {
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [[title, ...lines].join('\n')];
  const of = (fate: Mutant['fate']) => mutants.filter((mutant) => mutant.fate === fate);
  const because = ({ fault, heldOut, because, promise }: Mutant) =>
    `  ${fault}${heldOut ? ' (held out)' : ''}\n      ${because}${promise ? `\n- [ ] ${promise}` : ''}`;
  const { noticed, faults, percent } = scoreOf(mutants);
  const heldOut = scoreOf(mutants.filter((mutant) => mutant.heldOut));
  const missed = faults - noticed;
  return [
    ...part('Equivalent, no faults of this image:', of('equivalent').map(because)),
    ...part('Could not be told, and not counted:', of('untold').map(because)),
    ...part('Noticed:', of('noticed').map(because)),
    ...part(
      'Lines that do not hold without a fault (each image here has a shell in it), and notice nothing:',
      leftOut,
    ),
    ...part('Lines that no mutant was run on, which is neither built nor pushed:', blind),
    `${noticed} of ${counted(faults, 'fault')} would be noticed (${percent} %; of those held out ${heldOut.noticed} of ${heldOut.faults}).${missed === 0 ? '' : ` ${missed === 1 ? 'This one' : `These ${missed}`} would ship:`}`,
    ...of('ships').map(because),
    `${counted(mutants.length, 'mutant')} in ${seconds.toFixed(0)} s`,
  ].join('\n\n');
}
