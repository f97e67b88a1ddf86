import { plain, stem, tokenize } from '../words.ts';

/** The words that carry what a sentence is about: no limits, no grammar, one form for each word. */
export function subjectWords(text: string): ReadonlySet<string> {
  const words = tokenize(plain(text).replace(/\([^)]*\)/g, ' ')).flatMap((token) =>
    token.kind === 'word' ? [root(token.stem)] : token.kind === 'code' ? [token.stem] : [],
  );
  return new Set(words.filter((word) => !fillers.has(word)));
}

export function isNegated(text: string): boolean {
  return /\b(no|not|never|none|without|cannot|nor)\b/i.test(plain(text));
}

/** Code spans, links and quotations left out: words in them are names, not promises. */
export function proseOf(text: string): string {
  return text.replace(/`[^`]*`/g, '`code`').replace(/"[^"]*"|“[^”]*”/g, '"quoted"');
}

/** `pushed`, `pushing` and `pushes` are `push`; good enough to compare two sentences of one author. */
function root(word: string): string {
  const bare = word.replace(/(?:ally|ly)$/, '').replace(/(.)\1$/, '$1');
  return bare.length >= 3 ? bare : word;
}

const fillers = new Set(
  'a an the of to in on at by for from with and or as is are be been it its this that these there will shall must should can could may all any each every only also when while under below over above than less more most at within up max maximum min minimum no not never none without cannot nor do does done has have image container docker api application app service final support'
    .split(' ')
    .flatMap((word) => [stem(word), root(stem(word))]),
);
