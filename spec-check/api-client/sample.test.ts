import { newMark, type SampleOptions, sampleBody, usesExamples, withoutNull } from './sample.ts';
import { writableFields } from './schema.ts';

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

it.each([
  [undefined, /^\d+\.25$/],
  ['^-?\\d{0,6}(?:\\.\\d{0,2})?$', /^\d+\.25$/],
  ['^-?\\d{0,6}$', /^\d+$/],
])('makes up a decimal, as a text that fits %s', (pattern, made) => {
  const weight = { type: 'string', format: 'decimal', ...(pattern && { pattern }) };
  const schema = { properties: { name: { type: 'string' }, weight } };
  const sample = sampleBody(schema, { mark: newMark(), variant: 1, optional: true });
  expect(sample?.body.weight).toMatch(made);
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

it('writes no two members of an object alike, or nobody would see that they are swapped', () => {
  const text = { type: 'string' };
  const place = {
    type: 'object',
    required: ['street', 'city'],
    properties: { street: text, city: text },
  };
  const made = Object.values(Object(sample({ title, place })?.body.place));
  expect(new Set(made).size).toBe(2);
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

it.each([
  [{ minimum: 1, maximum: 365 }, 365],
  [{ maximum: 10, multipleOf: 0.01 }, 10],
  [{ exclusiveMaximum: 50 }, 49],
  [{ format: 'int64' }, 9_007_199_254_740_990],
])('writes the largest number that is allowed where texts are the longest: %j', (bounds, most) => {
  const nights = { type: 'integer', ...bounds };
  expect(sample({ title, nights }, { style: 'long', everywhere: true })?.body.nights).toBe(most);
});

it('takes the example of a code where a made-up one is refused, and days that are near', () => {
  const fields = {
    title,
    currency: { type: 'string', minLength: 3, maxLength: 3, example: 'EUR' },
    nights: { type: 'integer', minimum: 1, maximum: 30 },
    startsOn: { type: 'string', format: 'date' },
  };
  const made = sample(fields, { examples: true })?.body;
  expect(made?.currency).toBe('EUR');
  expect(
    [made ?? {}, { currency: 'USD' }].map((body) => usesExamples({ properties: fields }, body)),
  ).toEqual([true, false]);
  const days = (Date.parse(String(made?.startsOn)) - Date.now()) / 86_400_000;
  expect(days > 1 && days < 200).toBe(true);
  expect(sample(fields, { style: 'empty', everywhere: true })?.body.nights).toBe(1);
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

it('sends no two fields alike, each entry of a list another one, later dates below earlier ones', () => {
  const date = { type: 'string', format: 'date' };
  const tags = { type: 'array', items: { type: 'string' }, uniqueItems: true };
  const body = sample({ title, note: { type: 'string' }, start: date, end: date, tags })?.body;
  expect(body?.note).not.toBe(body?.title);
  expect(String(body?.start) < String(body?.end)).toBe(true);
  expect(new Set(Array.isArray(body?.tags) ? body.tags : []).size).toBe(2);
});

it.each([
  [{ type: 'number', maximum: -5 }, (value: number) => value <= -5],
  [
    { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 },
    (value: number) => value > 0 && value < 1,
  ],
  [{ type: 'number', multipleOf: 0.01 }, (value: number) => Number(value.toFixed(2)) === value],
] as const)('keeps the limits of a number: %j', (field, fits) => {
  for (const variant of [1, 13, 14, 50])
    expect(fits(Number(sample({ title, field }, { variant })?.body.field))).toBe(true);
});

it('sends halves with special text, and null and 0 where values are to be empty', () => {
  const fields = { title, cost: { type: 'number' }, note: { type: ['string', 'null'] } };
  const count = { type: 'integer', minimum: 0 };
  const special = sample(fields, { style: 'special', everywhere: true })?.body;
  expect(Number(special?.cost) % 1).toBe(0.5);
  const empty = sample({ ...fields, count }, { style: 'empty', everywhere: true })?.body;
  expect(empty).toMatchObject({ note: null, count: 0 });
});

it('sends 0 where a new item may have none, and null in a change of it', () => {
  const discount = { type: 'string', pattern: '^\\d{1,9}\\.\\d{2}$', nullable: true };
  const seats = { type: 'integer', minimum: 0, nullable: true };
  const schema = { properties: { title, discount, seats } };
  const options = { variant: 1, optional: true, style: 'empty', everywhere: true } as const;
  const made = sampleBody(schema, { ...options, mark: newMark() });
  expect(made?.body).toMatchObject({ discount: '0.00', seats: 0 });
  if (made === undefined) return;
  const change = { sample: made, now: made.body };
  expect(sampleBody(schema, { ...options, mark: newMark() }, change)?.body).toMatchObject({
    discount: null,
    seats: null,
  });
});

it('sends no null in a change of what may not be null at the creation', () => {
  const orNull = (type: string) => ({ anyOf: [{ type }, { type: 'null' }] });
  const create = {
    type: 'object',
    properties: { name: { type: 'string' }, note: orNull('string') },
  };
  const change = { type: 'object', properties: { name: orNull('string'), note: orNull('string') } };
  const { name, note } = writableFields(withoutNull(change, create));
  expect([name?.anyOf, note?.anyOf]).toEqual([undefined, orNull('string').anyOf]);
});
