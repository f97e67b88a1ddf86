import { checks } from '../checks/index.ts';
import { parseSpec } from './document/parse-spec.ts';
import { interpret } from './interpret.ts';
import { reviewSpec } from './review/spec-review.ts';
import { vagueWords } from './review/vague-words.ts';

function read(lines: readonly string[]) {
  const text = `# An API\n\n## Success Criteria\n\n${lines.map((line) => `- [ ] ${line}\n`).join('')}`;
  const spec = parseSpec(Buffer.from(text), 'spec.md');
  return { spec, items: interpret(spec, checks, new Date(0)) };
}

/** Sentences in quotation marks. */
function quotedIn(text: string): string[] {
  return [...text.matchAll(/"([^"]{12,})"/g)].map(([, sentence = '']) => sentence);
}

/** The questions about a spec that says nothing, of everything there is, a few at a time. */
function asked(): string[] {
  const { spec, items } = read(['Container connects to the database']);
  const said = reviewSpec(spec, items, checks).filter(({ level }) => level === 'question');
  return said.flatMap(({ fix }) => quotedIn(fix));
}

it('every sentence that is proposed anywhere is understood', () => {
  const proposed = [
    ...checks.flatMap(({ language }) => language.examples),
    ...checks.flatMap(({ language }) => language.senses.flatMap(({ asks = '' }) => quotedIn(asks))),
    ...vagueWords.flatMap(({ instead }) => quotedIn(instead)),
    ...asked(),
  ].filter((sentence) => !/^[a-z ]+$/.test(sentence));
  const { items } = read(proposed);
  expect(
    items.filter(({ verdict }) => verdict !== 'checkable').map(({ item }) => item.text),
  ).toEqual([]);
});

describe('a suggestion keeps what the reader said', () => {
  it.each([
    ['Image size under 150MB on weekends', '150 MB'],
    ['GET /livez returns 200 in the mesh', '/livez'],
    ['Exposes port 4242 brightly', '4242'],
  ])('%s', (sentence, value) => {
    const [found] = read([sentence]).items;
    const [proposed = ''] = quotedIn(found?.reason.split('Did you mean')[1] ?? '');
    expect(proposed).toContain(value);
    expect(read([proposed]).items[0]?.verdict).toBe('checkable');
  });

  it.each([
    'The image is delightful',
    'Image size under 150MB if the moon is full',
    'CORS does not allow requests from https://evil.example.com',
  ])('and is none where nothing is near, or it would say the contrary: %s', (sentence) => {
    expect(read([sentence]).items[0]?.reason).not.toContain('Did you mean');
  });
});
