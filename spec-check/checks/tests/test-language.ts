import { parseSpec } from '../../language/document/parse-spec.ts';
import { interpret } from '../../language/interpret.ts';
import type { DefinedCheck } from '../../model/check.ts';
import { checks } from '../index.ts';

/** Sentences that a check must understand, with the parameters, and sentences close by that it must not claim. */
export interface Sentences {
  readonly accepts: readonly (readonly [sentence: string, ...params: readonly object[]])[];
  readonly refuses: readonly string[];
}

/** Tests how people say what a check proves, and that whatever changes what a sentence says leaves no claim standing. */
export function testLanguage(
  { params: schema, language }: DefinedCheck,
  { accepts, refuses }: Sentences,
): void {
  const { examples } = language;
  const id = checks.find((one) => one.language === language)?.id ?? '';
  const sentences = accepts.map(([sentence]) => sentence);
  const before = meanings(sentences);

  it('shows examples that it accepts', () => {
    expect(sentences).toEqual(expect.arrayContaining([...examples]));
    expect(examples.length).toBeLessThanOrEqual(4);
  });

  it('understands what it accepts', () => {
    const wanted = accepts.map(([sentence, ...params]) => [
      sentence,
      shown(
        (params.length === 0 ? [{}] : params).map((one) => ({
          check: id,
          params: schema.parse(one) as object,
        })),
      ),
    ]);
    // What a sentence claims beside this check belongs to the other one.
    const own = before.map((claims) =>
      claims
        .split('; ')
        .filter((claim) => claim.startsWith(`${id} `))
        .join('; '),
    );
    expect(sentences.map((sentence, at) => [sentence, own[at]])).toEqual(wanted);
  });

  it('claims nothing of what it refuses', () => {
    const found = meanings(refuses);
    expect(refuses.filter((_sentence, at) => found[at]?.includes(`${id} `))).toEqual([]);
  });

  it.each(changes.map((change) => [change('…'), change] as const))('%s', (_name, change) => {
    const changed = sentences.map(change);
    const after = meanings(changed);
    expect(changed.filter((_sentence, at) => after[at] === before[at])).toEqual([]);
  });

  it.each(others)('says nothing of the %s', (other) => {
    const changed = sentences
      .map((sentence, at) => ({ sentence, at, text: sentence.replace(subject, `the ${other}`) }))
      // What something is for is no part of the promise.
      .filter(({ sentence, text }) => text !== sentence && !/\bto reduce\b/.test(text));
    const after = meanings(changed.map(({ text }) => text));
    expect(
      changed.filter(({ at }, index) => after[index] === before[at]).map(({ text }) => text),
    ).toEqual([]);
  });
}

/** Each takes something from a promise, or speaks of another thing. */
const changes: readonly ((sentence: string) => string)[] = [
  (sentence) => `${sentence} unless debugging`,
  (sentence) => `${sentence}, except on Sundays`,
  (sentence) => `${sentence} if the moon is full`,
  (sentence) => `${sentence} when nobody looks`,
  (sentence) => `${sentence} until the next release`,
  (sentence) => `${sentence} on staging`,
  (sentence) => `${sentence} in the test environment`,
  (sentence) => `${sentence} most of the time`,
  (sentence) => `${sentence} where possible`,
  (sentence) => `${sentence} (not on Windows)`,
  (sentence) => `${sentence} (only in CI)`,
  (sentence) => `${sentence} (optional)`,
  (sentence) => `${sentence} instead of the old one`,
  (sentence) => `${sentence}, but not always`,
  (sentence) => `${sentence} and the moon shines`,
  (sentence) => `Ideally, ${sentence}`,
  (sentence) => `Only sometimes ${sentence}`,
  (sentence) => `It is not true that ${sentence}`,
  (sentence) => `Nobody believes that ${sentence}`,
  (sentence) => `Without logging: ${sentence}`,
  (sentence) => `Frontend: ${sentence}`,
  (sentence) => `Before the migration, ${sentence}`,
  (sentence) => `If the flag is set, ${sentence}`,
];

/** The same of another thing: of what is not checked. */
const others = ['database', 'frontend', 'builder image', 'cluster'];

const subject =
  /\b(?:the |a )?(?:(?:final|docker|api) )?(?:container|image|application|app|api|server|service)s?\b(?! (?:can|scan|log))/i;

/** What lines mean, each as a criterion of a spec that says nothing else, as text that can be compared. */
function meanings(lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const text = `# T\n\n## Success Criteria\n\n${lines.map((line) => `- [ ] ${line}\n`).join('')}`;
  return interpret(parseSpec(Buffer.from(text), 'spec.md'), checks, new Date('2026-01-01')).map(
    ({ verdict, checks: claims }) => (verdict === 'checkable' ? shown(claims) : verdict),
  );
}

function shown(claims: readonly { readonly check: string; readonly params: object }[]): string {
  return claims
    .map(({ check, params }) => `${check} ${JSON.stringify(params)}`)
    .sort()
    .join('; ');
}
