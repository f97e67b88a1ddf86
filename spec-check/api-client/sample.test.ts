import { newMark, type SampleOptions, sampleBody } from './sample.ts';

const sample = (properties: object, options: Partial<SampleOptions> = {}, required = ['title']) =>
  sampleBody(
    // An object of this file is JSON.
    JSON.parse(JSON.stringify({ type: 'object', required, properties })),
    { mark: newMark(), variant: 1, optional: true, ...options },
  );
const title = { type: 'string', maxLength: 60 };

it.each([
  '^[A-Z]{3}-[0-9]{4}$',
  '^\\d{4}-\\d{2}$',
  '^#[0-9a-f]{6}$',
  '^[a-z0-9]+(?:-[a-z0-9]+)*$',
  '^(?=.*[A-Z])(?=.*\\d).{8,20}$',
  '^\\p{L}+$',
  '^[A-Z]+$',
])('fills a pattern: %s', (pattern) => {
  const code = sample({ title, code: { type: 'string', pattern } }, {}, ['title', 'code'])?.body
    .code;
  expect(String(code)).toMatch(new RegExp(pattern, 'u'));
});

it('leaves out what cannot be made up: ids of others, what the API fills in, unknown formats', () => {
  const text = { type: 'string' };
  const made = sample({
    title,
    note: { type: ['string', 'null'] },
    points: { type: 'integer', minimum: 0, maximum: 100 },
    owner_id: text,
    createdAt: text,
    version: { type: 'integer' },
    iban: { type: 'string', format: 'iban' },
    own: { ...text, readOnly: true },
    password: text,
  });
  expect(Object.keys(made?.body ?? {}).sort()).toEqual(['note', 'points', 'title']);
});

it('foretells no title', () => {
  const titles = [1, 2].map(() => String(sample({ title })?.value));
  expect(titles[0]?.split(' ')[0]).not.toBe(titles[1]?.split(' ')[0]);
});

it.each([
  ['long', (text: string) => text.length === 60],
  ['special', (text: string) => /'.*"/.test(text) && /\p{Emoji_Presentation}/u.test(text)],
] as const)('writes %s text inside the limit', (style, fits) => {
  const value = String(sample({ title }, { style })?.value);
  expect([fits(value), [...value].length <= 60]).toEqual([true, true]);
});

it('changes every field that it can, and keeps ids and versions', () => {
  const schema = {
    type: 'object',
    required: ['title', 'version'],
    properties: {
      title: { type: 'string' },
      version: { type: 'integer' },
      author_id: { type: 'integer' },
      status: { enum: ['open', 'done'] },
      points: { type: 'integer', minimum: 1, maximum: 9 },
    },
  };
  const current = { title: 'a', version: 3, author_id: 7, status: 'open', points: 3 };
  const before = { field: 'title', value: 'a', trace: 'a' };
  const options = { mark: newMark(), variant: 2, optional: true };
  const changed = sampleBody(schema, options, { sample: before, now: current });
  expect(changed?.body).toMatchObject({ version: 3, author_id: 7, status: 'done' });
  expect(changed?.body.points).not.toBe(3);
  expect(changed?.body.title).not.toBe('a');
});
