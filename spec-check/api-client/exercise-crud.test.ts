import { crud } from '../checks/crud/check.ts';
import type { Lie } from '../measuring/lying-proxy.ts';
import { faultyImages } from '../prove/images.ts';
import { exercising, failing, reading } from './tests/exercising.ts';

const keys = new Set<unknown>();
const longIds = 14_500_000_000_000_000_000n;
let refusals = 0;
let posts = 0;
const withUnit = ({ text, ...answer }: Awaited<ReturnType<Lie>>) => ({
  ...answer,
  text: text.replaceAll('"title":', '"unit":"kWh","title":'),
});

const { traceOf, titlesLeft, expectPass, expectCaught } = exercising({
  'wants-if-match': [
    /tasks\/\d/,
    async (asked, forward) => {
      const { status, headers, text } = await forward(reading(asked));
      const etag = `"${text.length}"`;
      if (asked.method === 'GET') return { status, headers: { ...headers, etag }, text };
      const given = asked.headers['if-match'];
      if (given === etag) return forward(asked);
      return { status: given === undefined ? 428 : 412, headers: {}, text: '{}' };
    },
  ],
  'wants-a-key': [
    /tasks/,
    async (asked, forward) =>
      forward(asked.headers['x-api-key'] === 'example' ? asked : { ...asked, path: '/nowhere' }),
  ],
  'wants-headers': [
    /./,
    async (asked, forward) => {
      const { 'x-tenant': tenant, 'idempotency-key': key = '' } = asked.headers;
      if (asked.path !== '/openapi.json') {
        const isNew = asked.method !== 'POST' || !keys.has(key);
        if (tenant !== 'acme' || !isNew) return { status: 400, headers: {}, text: '{}' };
        keys.add(key);
        return forward(asked);
      }
      const { text, ...answer } = await forward(asked);
      const parameters = [
        { name: 'X-Tenant', in: 'header', required: true, example: 'acme', schema: {} },
        { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string' } },
      ];
      const document = JSON.parse(text);
      for (const at of Object.values<object>(document.paths)) Object.assign(at, { parameters });
      return { ...answer, text: JSON.stringify(document) };
    },
  ],
  'has-long-ids': [
    /./,
    async (asked, forward) => {
      const path = asked.path.replace(/\d{20}$/, (id) => String(BigInt(id) - longIds));
      const { text, headers, ...answer } = await forward({ ...asked, path });
      const long = text.replace(/"id":(\d+)/g, (_, id) => `"id":${BigInt(id) + longIds}`);
      return { ...answer, headers: {}, text: long };
    },
  ],
  'knows-its-codes': [
    /openapi|tasks/,
    async (asked, forward) => {
      if (asked.path === '/openapi.json') {
        const { text, ...answer } = await forward(asked);
        const document = JSON.parse(text);
        const { schemas, requestBodies } = document.components;
        schemas.Fields.properties.unit = { type: 'string', maxLength: 3, example: 'kWh' };
        requestBodies.Whole.content['application/json'].schema.required.push('unit');
        return { ...answer, text: JSON.stringify(document) };
      }
      const { unit = asked.method === 'PATCH' ? 'kWh' : '', ...body } = JSON.parse(
        asked.text || '{"unit":"kWh"}',
      );
      if (unit !== 'kWh') return { status: 422, headers: {}, text: '{}' };
      return withUnit(await forward({ ...asked, text: asked.text && JSON.stringify(body) }));
    },
  ],
  'nested,health-beside-it': [
    /openapi/,
    async (asked, forward) => {
      const { text, ...answer } = await forward(asked);
      const { paths, ...document } = JSON.parse(text.replaceAll('/api/v2', ''));
      const all = { servers: [{ url: '/api/v2' }], paths: { '/health': { get: {} }, ...paths } };
      return { ...answer, text: JSON.stringify({ ...document, ...all }) };
    },
  ],
  'is-behind-a-gateway': [
    /./,
    async (asked, forward) => {
      if (asked.headers['user-agent'] === undefined)
        return { status: 400, headers: {}, text: '{}' };
      const { text, ...answer } = await forward(asked);
      const servers = [{ url: 'https://api.example.com/gateway/v9' }];
      return asked.path === '/openapi.json'
        ? { ...answer, text: JSON.stringify({ ...JSON.parse(text), servers }) }
        : { ...answer, text };
    },
  ],
  'takes-one-a-kind': [
    /^POST/,
    async (asked, forward) =>
      ++posts === 4 ? { status: 409, headers: {}, text: '{}' } : forward(asked),
  ],
  'escapes-signs': [
    /^POST/,
    (asked, forward) => forward({ ...asked, text: asked.text.replaceAll('<', '&lt;') }),
  ],
  'joins-lines': [
    /^POST/,
    (asked, forward) => forward({ ...asked, text: asked.text.replace(/([^\\])(\\n)+/g, '$1 ') }),
  ],
  'create-fails': [/^POST/, failing(500)],
  'takes-forms': [
    /openapi|^POST/,
    async (asked, forward) => {
      if (asked.method === 'POST') return { status: 422, headers: {}, text: '{}' };
      const { text, ...answer } = await forward(asked);
      const forms = 'application/x-www-form-urlencoded';
      return { ...answer, text: text.replaceAll('"application/json"', `"${forms}"`) };
    },
  ],
  'unready-at-times': [
    /^PUT/,
    async (asked, forward) => {
      refusals += 1;
      return refusals % 2 === 0 ? forward(asked) : { status: 503, headers: {}, text: '{}' };
    },
  ],
  'fails-on-long-text': [
    /^POST|openapi/,
    async (asked, forward) => {
      if (/\w{5}(?: \w{10}){20}/.test(asked.text)) return { status: 500, headers: {}, text: '{}' };
      const { text, ...answer } = await forward(asked);
      return { ...answer, text: text.replaceAll('"maxLength"', '"x-longest"') };
    },
  ],
  'no-delete': [
    /openapi/,
    async (asked, forward) => {
      const { text, ...answer } = await forward(asked);
      return { ...answer, text: text.replace('"delete":', '"trace":') };
    },
  ],
});

describe('an API that keeps its promises', () => {
  it.each([
    ['with PUT and PATCH and whole numbers as ids', '', {}],
    ['with UUIDs', 'uuid', {}],
    ['under a nested prefix', 'nested', {}],
    ['with PUT only', 'put-only', {}],
    ['with PATCH only', 'patch-only', {}],
    ['with envelopes and 200 for everything', 'envelope,status-200', {}],
    ['that wants If-Match', 'wants-if-match', {}],
    ['that keeps events, each change as a row', 'keeps-events', {}],
    ['that wants a key', 'wants-a-key', { headers: { 'x-api-key': 'example' } }],
    ['that wants headers', 'wants-headers', {}],
    ['with ids that no number of JavaScript holds', 'has-long-ids', {}],
    ['that takes no made-up code', 'knows-its-codes', {}],
    ['that stands behind a gateway', 'is-behind-a-gateway', {}],
    ['that takes one of a kind', 'takes-one-a-kind', {}],
    ['with its health beside the prefix', 'nested,health-beside-it', {}],
    ['without a document, named in the spec', 'no-document', { resource: '/tasks' }],
  ])('passes %s', expectPass);

  it('counts what it had to send again after 503', async () => {
    expect((await traceOf('unready-at-times')).life?.unready).toBeGreaterThan(0);
    expect((await traceOf('')).life?.unready).toBe(0);
  });

  it('leaves no row behind', async () => {
    await traceOf('');
    expect(await titlesLeft()).toHaveLength(0);
  });
});

describe('an API that breaks a promise', () => {
  it.each(
    // The images of their own, which other checks do not need.
    crud.faults.flatMap(([, image, , says]) =>
      image in faultyImages ? [] : [[image, says] as const],
    ),
  )('is caught: %s', expectCaught);

  it.each([
    ['memory', /memory/],
    ['ignores-database-url', /memory, in a file or in another database/],
    ['create-fails', /fails on a good request/],
    ['fails-on-long-text', /title was 300 characters long, and the document names no limit/],
    ['escapes-signs', /What is sent is not what is kept/],
    ['joins-lines', /What is sent is not what is kept/],
  ])('is caught: %s', expectCaught);

  it('is told which act its document lacks', async () => {
    const { choice } = await traceOf('no-delete');
    expect(choice).toMatchObject({ missing: ['delete (DELETE on an item)'] });
  });

  it('is not accused of refusing JSON where its document asks for a form', async () => {
    await expect(traceOf('takes-forms')).rejects.toThrow('takes no JSON, by its document');
  });

  it('is told what to add when nothing describes it', async () => {
    await expect(traceOf('no-document')).rejects.toThrow('no OpenAPI document');
  });
});
