import type { SectionKind } from './spec.ts';

/** What a heading says a section is; undefined for a heading that only divides another section. */
export function sectionKind(heading: string): SectionKind | undefined {
  const plain = plainHeading(heading);
  return kinds.find(({ headings }) => headings.test(plain))?.kind;
}

/** A heading without numbering, emoji and punctuation: `3. ✅ Success Criteria:` → `success criteria`. */
export function plainHeading(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[‐-―-]/g, ' ')
    .replace(/[^\p{L}\p{N}\s]/gu, ' ')
    .replace(/^[\s\d]+/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** By meaning, the whole heading; `non goals` before `goals`. */
const kinds: readonly { readonly kind: SectionKind; readonly headings: RegExp }[] = [
  {
    kind: 'non-goals',
    headings:
      /^(non goals?|anti goals?|out of scope|not in scope|what this is not|exclusions|excluded)$/,
  },
  {
    kind: 'criteria',
    headings:
      /^((success|acceptance|exit|completion|done|pass|release|verification)( and acceptance)? (criteria|criterion|conditions|checklist)|criteria( for success)?|definition of done|done when|dod|what done means|checklist)$/,
  },
  {
    kind: 'constraints',
    headings:
      /^((technical|technology|design|hard|container|image|non functional|nonfunctional|functional|system)? ?(constraints?|requirements?))$/,
  },
  {
    kind: 'dependencies',
    headings:
      /^(dependencies|prerequisites|assumptions|depends on|requires|external dependencies|dependencies and assumptions)$/,
  },
  {
    kind: 'intent',
    headings:
      /^((business |technical |project )?(intent|goals?|purpose|objectives?)|overview|background|summary|motivation|why|context|introduction)$/,
  },
];

/** Labels that only explain: what stands behind them is no promise. */
export const contextLabels =
  /^(rationale|alternatives?( considered)?|why|reason(ing)?|notes?|background|context|trade ?offs?|considered|explanation|motivation|examples?|source|references?|see( also)?|because|how to verify|verification|evidence|comment)$/;

/** Labels and headings that say nothing about what the promise is of. */
export const neutralLabel =
  /^(|target|requirement|must|goal|limit|maximum|criterion|success criterion|promise|rule|expectation|expected|(ac|sc|fr|nfr|req|r|c)? ?\d+|image|container|docker|docker image|security|configuration|config|runtime|general|functional|operations|operational|non functional|networking|network|performance|quality|deployment|portability|distribution|reliability|observability|build|data|api|application|app|technical|environment|requirements|technical goal|business goal|containerization|hardening|size)$/;

/** Headings that speak of another thing than the image that is checked, or of another time. */
export const elsewhere =
  /\b(dev|development|local|staging|test|tests|testing|debug|debugging|builder|previous|old|legacy|future|later|next|planned|optional|nice|stretch|phase|v2|example|examples|ci)\b/;
