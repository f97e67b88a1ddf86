import { anywhere, words } from '../qualifying-words.ts';
import { plain, tokenize, wordSet } from '../words.ts';

/** The words that carry what a sentence is about: no limits, no grammar, one form for each word. */
export function subjectWords(text: string): ReadonlySet<string> {
  const found = tokenize(plain(text).replace(/\([^)]*\)/g, ' '))
    .filter(({ kind }) => kind === 'word' || kind === 'code')
    .map(({ kind, stem }) => (kind === 'word' ? stem.replace(/(?:al)?ly$/, '') : stem));
  return new Set(found.filter((word) => !fillers.has(word)));
}

export const isNegated = (text: string): boolean => anywhere(words.negating).test(plain(text));

/** Code spans, links and quotations left out: words in them are names, not promises. */
export const proseOf = (text: string): string =>
  text.replace(/`[^`]*`/g, '`code`').replace(/"[^"]*"|“[^”]*”/g, '"quoted"');

const fillers = wordSet`a an the of to in on at by for from with and or as is are be been it its this that these there will shall must should can could may all any each every only also when while under below over above than less more most at within up max maximum min minimum no not never none without cannot nor do does done has have image container docker api application app service final support`;
