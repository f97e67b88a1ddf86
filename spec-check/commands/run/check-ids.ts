import { closest } from 'fastest-levenshtein';
import { checks } from '../../checks/index.ts';
import type { CheckId } from '../../model/check.ts';
import { refusal } from '../refusals.ts';

/** Ids of checks as people type them, several in a word too; throws SpecError for one that there is not. */
export function checkIds(words: readonly string[] = []): CheckId[] {
  const known = checks.map(({ id }) => id);
  return words
    .flatMap((word) => word.split(','))
    .filter(Boolean)
    .map((word) => {
      const id = known.find((candidate) => candidate === word);
      if (id !== undefined) return id;
      throw refusal('unknown-check', { word, near: closest(word, known), all: known.join(', ') });
    });
}
