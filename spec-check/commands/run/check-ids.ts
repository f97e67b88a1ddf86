import { closest } from 'fastest-levenshtein';
import { checks } from '../../checks/index.ts';
import type { CheckId } from '../../model/check.ts';
import { SpecError } from '../../model/spec.ts';

/** Ids of checks as people type them, several in a word too; throws SpecError for one that there is not. */
export function checkIds(words: readonly string[] = []): CheckId[] {
  const known = checks.map(({ id }) => id);
  return words
    .flatMap((word) => word.split(','))
    .filter(Boolean)
    .map((word) => {
      const id = known.find((candidate) => candidate === word);
      if (id !== undefined) return id;
      throw new SpecError('unknown-check', `Expected the id of a check, got "${word}".`, {
        hint: `Did you mean "${closest(word, known)}"? All: ${known.join(', ')}`,
      });
    });
}
