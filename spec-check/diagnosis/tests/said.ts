import type { Facts } from '../../model/cause.ts';
import { probableCause } from '../diagnosis.ts';

export const facts: Facts = {
  user: 'appuser',
  database: { host: '172.18.0.1', port: 5432 },
  architecture: { image: 'amd64', engine: 'amd64' },
};

/** The words are those that the drivers and languages print, run for these tables. */
export type Said = readonly (readonly [who: string, words: string, sentence: RegExp])[];

/** Each is recognised, and told in one sentence with what to do. */
export function tellsCauses(said: Said): void {
  it.each(said)('%s: %s', (_who, words, sentence) => {
    const cause = probableCause(words, undefined, facts);
    expect(cause?.sentence).toMatch(sentence);
    expect(cause?.sentence).toMatch(/^[^\n]{10,200}\.$/);
    expect(cause?.fix).toMatch(/\.$/);
  });
}
