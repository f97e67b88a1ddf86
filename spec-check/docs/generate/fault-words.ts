/** The words that a check must use of a fault, as a reader would quote them: `above the limit … 60.0 MB  RUN`. */
export function faultWords(says: RegExp): string {
  return replacements
    .reduce((words, [sign, plain]) => words.replace(sign, plain), says.source)
    .replace(/(?: *… *)+/g, ' … ')
    .replace(/^ … | … $/g, '')
    .trim();
}

const replacements: readonly (readonly [RegExp, string])[] = [
  [/\[\\s\\S\]\*|\.\*/g, ' … '],
  [/(?:\[[\d-]+\]|\\d)(?:\\d)*\+?/g, 'N'],
  [/ \{(\d)\}/g, ' '],
  [/\\(.)/g, '$1'],
];
