import { declaredFields, differences, idMember } from './item.ts';
import type { Json, JsonObject } from './json.ts';
import { sent } from './new-item.ts';
import { resourcesOf, undocumentedResource } from './resource.ts';

it.each<[JsonObject, string | undefined]>([
  [{ code: 'a1', id: 7 }, '7'],
  [{ code: 'a1', url: 'x' }, 'a1'],
  [{ number: 12 }, '12'],
  [{ name: 'Ada', date: '2031-05-06' }, undefined],
])('%j is known by %s', (item, id) => {
  expect(idMember(undocumentedResource('/links'), item)).toBe(id);
});

describe('values that came back', () => {
  const compared = (sent: string, got: string | number) =>
    differences(
      { field: 'name', value: 'x', trace: 'x', body: { price: sent } },
      { price: got },
      undefined,
    );

  it.each([
    ['007.30', '7.30'],
    ['5', '5.00'],
    ['-1.5', '-1.50'],
    ['8.25', 8.25],
  ])('%s is %s: a decimal as text', (sent, got) => {
    expect(compared(sent, got)).toEqual([]);
  });

  it.each([
    ['007', '7'],
    ['7.30', '7.03'],
    ['7.30', '7'],
    ['v1.10', '1.1'],
  ])('%s is not %s', (sent, got) => {
    expect(compared(sent, got)).toHaveLength(1);
  });
});

describe('values that came back otherwise written', () => {
  const differing = (sent: Json, got?: Json) =>
    differences(
      { field: 'name', value: 'x', trace: 'x', body: { it: sent } },
      got === undefined ? {} : { it: got },
      new Set(['it']),
    ).length;

  it.each<Json>([null, false, 0, []])('may be left out when empty: %j', (sent) => {
    expect(differing(sent)).toBe(0);
  });

  it.each<[Json, Json | undefined]>([
    [true, undefined],
    [3, undefined],
    [['x'], undefined],
    [0, null],
    [false, true],
    [null, 'old'],
  ])('%j is not %j', (sent, got) => {
    expect(differing(sent, got)).toBe(1);
  });

  it.each(['2031-05-06T04:05:06', '2031-05-06 04:05:06.000', '2031-05-06T06:05:06+02:00'])(
    'are the same instant in every zone: %s',
    (got) => {
      const zone = process.env.TZ;
      process.env.TZ = 'Pacific/Apia';
      expect(differing('2031-05-06T04:05:06Z', got)).toBe(0);
      expect(differing('2031-05-06T04:05:07Z', got)).toBe(1);
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    },
  );
});

describe('an item in an envelope', () => {
  const item = {
    type: 'object',
    properties: { name: { type: 'string' }, note: { type: 'string' } },
  };
  const wrap = (name: string) => ({ type: 'object', properties: { [name]: item } });
  const content = (schema: JsonObject) => ({ content: { 'application/json': { schema } } });
  const resourceWith = (body: JsonObject, answer: JsonObject) =>
    resourcesOf({
      openapi: '3.1.0',
      paths: {
        '/orders': { post: { requestBody: content(body) } },
        '/orders/{id}': { get: { responses: { 200: content(answer) } } },
      },
    })[0]?.acts;

  it.each(['data', 'order'])('is sent in it, as the document says: %s', (name) => {
    const create = resourceWith(wrap(name), {})?.create;
    expect(create?.body).toMatchObject({ schema: item });
    expect(create && sent(create, { body: { name: 'x' } }).body).toEqual({ [name]: { name: 'x' } });
  });

  it('is sent with its type and id where JSON:API wants them', () => {
    const type = { type: 'string', enum: ['orders'] };
    const data = { type: 'object', properties: { type, attributes: item } };
    const body = { type: 'object', properties: { data } };
    const paths = {
      '/orders': { post: {} },
      '/orders/{id}': {
        get: {},
        patch: { requestBody: { content: { 'application/vnd.api+json': { schema: body } } } },
      },
    };
    const change = resourcesOf({ openapi: '3.1.0', paths })[0]?.acts.change;
    expect(change?.body).toMatchObject({ schema: item });
    expect(change && sent(change, { body: { name: 'x' } }, '7')).toEqual({
      body: { data: { type: 'orders', id: '7', attributes: { name: 'x' } } },
      mediaType: 'application/vnd.api+json',
    });
  });

  it.each([
    ['a field that is an object', wrap('address')],
    ['more than one field', { properties: { data: item, name: { type: 'string' } } }],
    ['a field of that name that is no object', { properties: { data: { type: 'string' } } }],
  ])('is not taken for one: %s', (_what, body) => {
    const create = resourceWith(body, {})?.create;
    expect(create && sent(create, { body: { name: 'x' } }).body).toEqual({ name: 'x' });
  });

  it('has the fields that are described inside', () => {
    const read = resourceWith(item, { properties: { meta: {}, data: item } })?.read;
    expect(read && declaredFields(read, 'name')).toEqual(new Set(['name', 'note']));
    expect(read && declaredFields(read, 'other')).toEqual(new Set(['meta', 'data']));
  });
});
