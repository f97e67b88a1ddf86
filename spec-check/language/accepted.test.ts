import { checks } from '../checks/index.ts';
import { parseSpec } from './document/parse-spec.ts';
import { interpret } from './interpret.ts';

/** What lines mean, each as a criterion of a spec that says nothing else, as text that can be compared. */
function meanings(lines: readonly string[]): string[] {
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

/** Some are only ever written out. */
const spoken = checks.filter(({ language }) => language.accepts.length > 0);

describe.each(spoken.map((check) => [check.id, check] as const))('%s', (id, check) => {
  const { accepts, refuses } = check.language;

  it('understands what it accepts', () => {
    const wanted = accepts.map(([, ...params]) =>
      shown(
        (params.length === 0 ? [{}] : params).map((one) => ({
          check: id,
          params: check.params.parse(one) as object,
        })),
      ),
    );
    const found = meanings(accepts.map(([sentence]) => sentence));
    // What a sentence claims beside this check belongs to the other one.
    const own = found.map((claims) =>
      claims
        .split('; ')
        .filter((claim) => claim.startsWith(`${id} `))
        .join('; '),
    );
    expect(accepts.map(([sentence], at) => [sentence, own[at]])).toEqual(
      accepts.map(([sentence], at) => [sentence, wanted[at]]),
    );
  });

  it('claims nothing of what it refuses', () => {
    const found = meanings(refuses);
    expect(refuses.filter((_sentence, at) => found[at]?.includes(`${id} `))).toEqual([]);
  });
});

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

describe('what negates, excepts, conditions, softens or changes the subject leaves no claim standing', () => {
  const sentences = checks.flatMap(({ language }) =>
    language.accepts.map(([sentence]) => sentence),
  );
  const before = meanings(sentences);

  it.each(changes.map((change) => [change('…'), change] as const))('%s', (_name, change) => {
    const after = meanings(sentences.map(change));
    expect(sentences.map(change).filter((_sentence, at) => after[at] === before[at])).toEqual([]);
  });

  it.each(others)('of the %s', (other) => {
    const subject =
      /\b(?:the |a )?(?:(?:final|docker|api) )?(?:container|image|application|app|api|server|service)s?\b(?! (?:can|scan|log))/i;
    const changed = sentences
      .map((sentence, at) => ({ sentence, at, text: sentence.replace(subject, `the ${other}`) }))
      // What something is for is no part of the promise.
      .filter(({ sentence, text }) => text !== sentence && !/\bto reduce\b/.test(text));
    const after = meanings(changed.map(({ text }) => text));
    expect(
      changed.filter(({ at }, index) => after[index] === before[at]).map(({ text }) => text),
    ).toEqual([]);
  });
});
