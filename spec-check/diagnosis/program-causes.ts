import { readFileSync } from 'node:fs';
import type { KnownCause } from '../model/cause.ts';

/** A row each: when it shows, the cause as `KnownCause` has it, and its signs as `/pattern/flags`. */
const table = readFileSync(new URL('program-causes.tsv', import.meta.url), 'utf8');

const causesOf = (when: string): readonly KnownCause[] =>
  [...table.matchAll(new RegExp(`^${when}\\t(.+)$`, 'gm'))].map(([, row = '']) => {
    const [sentence = '', fix = '', ...signs] = row.split('\t');
    return [sentence, fix, ...signs.map(patternOf)];
  });

function patternOf(sign: string): RegExp {
  const [, pattern = '', flags] = /^\/(.+)\/(\w*)$/.exec(sign) ?? [];
  return new RegExp(pattern, flags);
}

/** Why the engine or the kernel does not start the program, in their words. */
export const startCauses = causesOf('start');

/** Why a program ends by itself, in the words of Node, Python, Go, Java, Ruby and the shell. */
export const programCauses = causesOf('program');
