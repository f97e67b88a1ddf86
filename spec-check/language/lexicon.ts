import { readFileSync } from 'node:fs';
import { stem, wordSet } from './words.ts';

/**
 * A row for each word and phrase, and the concept that it stands for, without inflection ("images", "pushed"). A word
 * may stand for several concepts; the longest phrase counts. What no concept has is left over, and makes a line
 * UNVERIFIED: a word belongs in the table when every sense that names its concept means the same with it.
 */
const table = readFileSync(new URL('lexicon.tsv', import.meta.url), 'utf8');

/** Left aside inside a phrase: "root of the repository". */
export const articles = wordSet`a an the its their my our your`;

const phrases = [...table.matchAll(/^([\w-]+)\t(.+)$/gm)].map(([, concept = '', phrase = '']) => {
  const words = phrase.split(' ').filter((word) => !articles.has(word));
  return { stems: words.map(stem), concept };
});

export const phrasesByFirst = Map.groupBy(phrases, ({ stems }) => stems[0] ?? '');

/** Words that promise nothing and may stand anywhere; what negates or limits is never free. */
export const free = wordSet`s auf sur auch tras puede pueden podem peut peuvent kann können lässt lassen sich einem dem den estão están under the a an may muss müssen soll sollen sollte darf dürfen debe deben doit doivent devem deverá deberá deberán peut sein itself themselves this that these those our your its their my it is are be been being was were get must shall will should can able to of in on at as with for by do has have had there so which who via through into from inside etc se al und y e de del la el le las para con ne o en em dans na um uma une ein eine einen der das im als como comme mit avec est es é zur zum vom são sont des du pra có trong esta está ist sind wird werden l d`;

export const negations = wordSet`bez not no never none without zero neither nor non nothing nobody cero ohne kein keine sin sem sans nicht nenhum nenhuma ningún ninguna não aucun aucune не без không`;
