import { readFileSync } from 'node:fs';
import { referenceParts } from '../reference.ts';

/** Base image, its releases as a pattern, and the last day of their support. */
const releases = readFileSync(new URL('end-of-life.tsv', import.meta.url), 'utf8')
  .split('\n')
  .map((line) => line.split('\t'));

/** The day on which the support of a base image ended, `2025-04-30`; undefined before it, or where it is not known. */
export function endedOn(image: string, today: Date): string | undefined {
  const { name, tag = '' } = referenceParts(image);
  const is = (release = '') => new RegExp(`^(?:v|jdk-?)?(?:${release})(?:[.-]|$)`).test(tag);
  const product = name.split('/').at(-1);
  const [, , ends] = releases.find(([of, release]) => of === product && is(release)) ?? [];
  return ends !== undefined && ends < today.toISOString().slice(0, 10) ? ends : undefined;
}
