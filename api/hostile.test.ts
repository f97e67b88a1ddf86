import { createServer, type Server } from 'node:http';
import fc from 'fast-check';
import request from 'supertest';
import type { Database } from './db/database.ts';
import type { DevPostgres } from './dev-postgres.ts';
import { createApp } from './http/app.ts';
import { openLog } from './log.ts';
import { newTaskSchema, taskSchema } from './tasks/schema.ts';
import { migratedDatabase, temporaryPostgres } from './tests/postgres.ts';

let postgres: DevPostgres;
let database: Database;
let server: Server;

beforeAll(async () => {
  postgres = await temporaryPostgres();
  database = await migratedDatabase(postgres);
  const state = { migrated: true, draining: false };
  server = createServer(createApp({ database, state, log: openLog('silent') })).listen(0);
  await request(server).post('/tasks').send({ title: 'first' }).expect(201);
});

afterAll(async () => {
  server.close();
  await database.close();
  await postgres.stop();
});

/** Text as nobody should send it. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '"',
    "'",
    "';--",
    '__proto__',
    'constructor',
    '\u202e',
    'x'.repeat(201),
    '😀'.repeat(200),
  ),
);

/** A task, with anything in the place of anything. */
const content = fc.oneof(
  fc.record(
    {
      title: fc.oneof(text, fc.anything()),
      description: fc.oneof(text, fc.anything()),
      status: fc.oneof(fc.constantFrom('pending', 'in_progress', 'completed'), fc.anything()),
    },
    { requiredKeys: [] },
  ),
  fc.dictionary(text, fc.anything()),
  fc.jsonValue(),
);

const contentType = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-16',
  'text/plain',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'a/b; c',
  '',
);

const segment = fc.oneof(
  fc.constantFrom(
    '1',
    '0',
    '-1',
    '1.5',
    '9007199254740993',
    '9'.repeat(30),
    '..',
    '%',
    '%00',
    '%ff',
    '%2f',
    '',
  ),
  text.map((value) => encodeURIComponent(value.toWellFormed())),
);

const query = fc.array(
  fc.tuple(
    fc.oneof(fc.constantFrom('limit', 'after', 'status', 'limit[]', '__proto__'), text),
    fc.oneof(fc.constantFrom('1', '100', '-1', 'null', '1e3', 'pending', '9'.repeat(30)), text),
  ),
  { maxLength: 4 },
);

const header = fc.string({
  unit: fc
    .integer({ min: 0x20, max: 0xff })
    .filter((code) => code !== 0x7f)
    .map((code) => String.fromCharCode(code)),
});

/** Nothing that a client sends is a defect of ours, and no answer tells of what is behind. */
function expectHarmless({ status, text = '', headers }: request.Response): void {
  expect(status).toBeLessThan(500);
  expect(text).not.toMatch(
    / {4}at |node_modules|select |insert |update "|Postgres|drizzle|constraint/i,
  );
  if (status >= 400 && text !== '') {
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(JSON.parse(text)).toMatchObject({
      type: 'about:blank',
      status,
      title: expect.any(String),
      detail: expect.any(String),
    });
  }
}

const runs = { numRuns: 300, seed: 1 };

describe('whatever is sent', () => {
  it('as content, it is answered with the task as it was sent, or with a refusal', async () => {
    await fc.assert(
      fc.asyncProperty(
        content,
        contentType,
        fc.constantFrom('post', 'put', 'patch'),
        async (value, type, method) => {
          const sent =
            JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? String(part) : part)) ??
            '';
          const test = request(server)[method as 'post'](method === 'post' ? '/tasks' : '/tasks/1');
          if (type !== '') test.set('content-type', type);
          test.serialize((body) => body as unknown as string);
          const response = await test.send(sent);
          expectHarmless(response);
          if (response.status < 300) {
            taskSchema.parse(response.body);
            const { body } = await request(server).get(`/tasks/${response.body.id}`).expect(200);
            expect(body).toEqual(response.body);
            if (method !== 'patch')
              expect(body).toMatchObject(newTaskSchema.parse(JSON.parse(sent)));
          } else {
            expect([400, 415, 422]).toContain(response.status);
          }
        },
      ),
      runs,
    );
  });

  it('as bytes, it is answered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.constantFrom('identity', 'gzip', 'br', 'deflate', 'x'),
        async (bytes, encoding) => {
          const test = request(server)
            .post('/tasks')
            .set('content-type', 'application/json')
            .set('content-encoding', encoding);
          test.serialize((body) => body as unknown as string);
          const response = await test.send(Buffer.from(bytes) as unknown as string);
          expectHarmless(response);
          expect([400, 415, 422]).toContain(response.status);
        },
      ),
      runs,
    );
  });

  it('as path and query, it is answered', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(segment, { maxLength: 3 }),
        query,
        fc.constantFrom('get', 'delete', 'head', 'options'),
        async (segments, query, method) => {
          const parameters = query.map(
            ([name, value]) =>
              `${encodeURIComponent(name.toWellFormed())}=${encodeURIComponent(value.toWellFormed())}`,
          );
          const url = `/tasks${segments.map((part) => `/${part}`).join('')}?${parameters.join('&')}`;
          expectHarmless(await request(server)[method as 'get'](url));
        },
      ),
      runs,
    );
  });

  it('as header, it is answered', async () => {
    const names = fc.constantFrom(
      'accept',
      'if-match',
      'if-none-match',
      'x-request-id',
      'traceparent',
      'content-type',
      'accept-encoding',
      'x-forwarded-for',
      'range',
      'cookie',
    );
    await fc.assert(
      fc.asyncProperty(
        names,
        header,
        fc.constantFrom('get', 'put'),
        async (name, value, method) => {
          const test = request(server)[method as 'get']('/tasks/1').set(name, value);
          test.serialize((body) => body as unknown as string);
          expectHarmless(await (method === 'put' ? test.send('{"title":"a"}') : test));
        },
      ),
      runs,
    );
  });
});
