import request from 'supertest';
import { openDatabase } from '../db/database.ts';
import { readDatabaseUrl } from '../db/url.ts';
import { openLog } from '../log.ts';
import { startApp, type TestApp } from '../tests/app.ts';
import { createApp } from './app.ts';
import type { AppState } from './health.ts';

let app: TestApp;
let server: TestApp['server'];
let database: TestApp['database'];
let create: TestApp['create'];

beforeAll(async () => {
  app = await startApp();
  ({ server, database, create } = app);
});

afterAll(() => app[Symbol.asyncDispose]());

const log = openLog('silent');

describe('the state of the process', () => {
  it('GET /health says healthy, whatever the database does', async () => {
    const url = readDatabaseUrl('postgres://nobody@127.0.0.1:1/none');
    const away = openDatabase(url, 1);
    const parts = { database: away, state: { migrated: false, draining: true }, log };
    const response = await request(createApp(parts)).get('/health').expect(200);
    expect(response.body).toEqual({ status: 'healthy', service: 'task-api' });
    await away.close();
  });

  it('GET /ready says ready when the database answers and the schema is current', async () => {
    const response = await request(server).get('/ready').expect(200);
    expect(response.body).toEqual({ status: 'ready' });
  });

  it.each([
    [
      'the schema is not current',
      { migrated: false, draining: false },
      'The schema is not current.',
    ],
    ['the process is stopping', { migrated: true, draining: true }, 'The process is stopping.'],
  ])('GET /ready says 503 while %s', async (_, state, detail) => {
    const response = await request(createApp({ database, state, log })).get('/ready').expect(503);
    expect(response.body).toMatchObject({ status: 503, detail });
    expect(response.headers['retry-after']).toBe('1');
  });

  it('tasks are answered with 503 until the schema is current', async () => {
    const app = createApp({ database, state: { migrated: false, draining: false }, log });
    const response = await request(app).get('/tasks').expect(503);
    expect(response.headers['retry-after']).toBe('1');
  });

  it('tasks wait for the attempt to make it so that is under way', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const state: AppState = { migrated: false, draining: false, attempt: promise };
    const answer = request(createApp({ database, state, log })).get('/tasks').expect(200);
    setTimeout(() => {
      state.migrated = true;
      resolve();
    }, 50);
    await answer;
  });

  it('tasks wait no longer than a moment for an attempt that hangs', async () => {
    const state: AppState = { migrated: false, draining: false, attempt: new Promise(() => {}) };
    await request(createApp({ database, state, log })).get('/tasks').expect(503);
  });

  it('GET /version says what was built', async () => {
    const response = await request(server).get('/version').expect(200);
    expect(response.body).toEqual({ version: 'development', revision: 'unknown', created: null });
  });
});

describe('HTTP', () => {
  const methods = {
    '/health': 'GET, HEAD, OPTIONS',
    '/ready': 'GET, HEAD, OPTIONS',
    '/version': 'GET, HEAD, OPTIONS',
    '/openapi.json': 'GET, HEAD, OPTIONS',
    '/tasks': 'GET, HEAD, POST, OPTIONS',
    '/tasks/1': 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS',
  };

  it.each(Object.entries(methods))('%s takes %s', async (path, allow) => {
    const options = await request(server).options(path).expect(204, '');
    expect(options.headers.allow).toBe(allow);
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'QUERY', 'PROPFIND']) {
      if (allow.includes(method)) continue;
      const response = await fetchRaw(path, method);
      expect({ method, status: response.status, allow: response.headers.allow }).toEqual({
        method,
        status: 405,
        allow,
      });
      expect(response.body).toMatchObject({ title: 'Method Not Allowed', status: 405 });
    }
  });

  const fetchRaw = (path: string, method: string) =>
    new Promise<request.Response>((resolve, reject) => {
      // supertest knows neither TRACE nor QUERY.
      const test = request(server).get(path);
      test.method = method;
      test.end((error, response) => (error ? reject(error) : resolve(response)));
    });

  it('HEAD is GET without the content', async () => {
    const { path } = await create();
    for (const url of [path, '/tasks?limit=1', '/health', '/openapi.json']) {
      const get = await request(server).get(url);
      const head = await request(server).head(url).expect(200);
      expect(head.text).toBeUndefined();
      for (const name of ['content-type', 'content-length', 'etag', 'link']) {
        expect(head.headers[name]).toBe(get.headers[name]);
      }
    }
  });

  it.each([
    ['malformed JSON', 400, 'application/json', '{"title":'],
    ['a trailing comma', 400, 'application/json', '{"title":"a",}'],
    ['bytes that are no UTF-8', 400, 'application/json', Buffer.from([0x22, 0xff, 0x22])],
    ['another type', 415, 'text/plain', '{"title":"a"}'],
    ['a form', 415, 'application/x-www-form-urlencoded', 'title=a'],
    ['a malformed type', 415, 'json', '{"title":"a"}'],
    ['an unknown charset', 415, 'application/json; charset=klingon', '{"title":"a"}'],
    ['more than 100 kB', 413, 'application/json', JSON.stringify({ title: 'x'.repeat(100_000) })],
    ['no content at all', 422, 'application/json', ''],
  ])('content with %s is answered %d', async (_, status, type, content) => {
    const test = request(server).post('/tasks').set('content-type', type);
    // A text would be encoded as JSON once more.
    test.serialize((sent) => sent as unknown as string);
    const response = await test.send(content as string).expect(status);
    expect(response.headers['content-type']).toMatch('application/problem+json');
    expect(response.body.status).toBe(status);
  });

  it('JSON only is available, and callers who take none get 406', async () => {
    const { path } = await create();
    for (const accept of ['text/html', 'application/xml', 'application/json;q=0']) {
      await request(server).get('/tasks').set('accept', accept).expect(406);
      await request(server).get(path).set('accept', accept).expect(406);
      await request(server).post('/tasks').set('accept', accept).send({ title: 'a' }).expect(406);
    }
    for (const accept of ['*/*', 'application/*', 'text/html, application/json;q=0.1']) {
      await request(server).get(path).set('accept', accept).expect(200);
    }
    await request(server).delete(path).set('accept', 'text/html').expect(204);
  });

  it('a path that is nothing is a problem too', async () => {
    const response = await request(server).get('/nothing').expect(404);
    expect(response.headers['content-type']).toMatch('application/problem+json');
    expect(response.body).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is nothing at this path.',
    });
  });

  it('every answer has an id, the caller’s own if it is a plain one', async () => {
    const idOf = async (id: string) =>
      (await request(server).get('/health').set('x-request-id', id)).headers['x-request-id'];
    expect(await idOf('deploy-42')).toBe('deploy-42');
    const made = [await idOf('a b'), await idOf('x'.repeat(129))];
    for (const id of made) expect(id).toMatch(/^[\da-z]{8,}-\d+$/);
    expect(new Set(made).size).toBe(2);
  });

  it('answers carry the headers that protect a browser, and none that names the software', async () => {
    for (const path of ['/health', '/tasks', '/nothing']) {
      const { headers } = await request(server).get(path);
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'"),
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
      });
      expect(headers).not.toHaveProperty('x-powered-by');
    }
  });
});

describe('/openapi.json', () => {
  it('describes what is there, by the schemas that validate', async () => {
    const { body } = await request(server).get('/openapi.json').expect(200);
    expect(body.openapi).toBe('3.1.0');
    expect(Object.keys(body.paths)).toEqual([
      '/health',
      '/ready',
      '/version',
      '/metrics',
      '/tasks',
      '/tasks/{id}',
    ]);
    expect(body.components.schemas.NewTask).toMatchObject({
      type: 'object',
      required: ['title'],
      additionalProperties: false,
      properties: { title: { minLength: 1, maxLength: 200 } },
    });
    expect(body.components.schemas.TaskPatch).toMatchObject({ minProperties: 1 });
    expect(body.paths['/tasks'].get.parameters[0]).toEqual({
      name: 'limit',
      in: 'query',
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
    });
  });

  it('refers only to what it holds', async () => {
    const { body, text } = await request(server).get('/openapi.json');
    const names = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    );
    expect(names).not.toHaveLength(0);
    expect(Object.keys(body.components.schemas)).toEqual(expect.arrayContaining(names));
    expect(text).not.toMatch('$defs');
  });
});

describe('/docs', () => {
  it('is a page that takes everything from this server, by a strict policy', async () => {
    const { text, headers } = await request(server).get('/docs').expect(200);
    expect(text).not.toMatch(/https?:|<script>|<style|style=|\son\w+=/);
    const policy = String(headers['content-security-policy']);
    expect(policy).toMatch("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it.each(['swagger-ui.js', 'swagger-ui.css'])(
    '%s comes packed, and unpacked on request',
    async (name) => {
      const packed = await request(server).get(`/docs/${name}`).set('accept-encoding', 'br');
      expect(packed.headers['content-encoding']).toBe('br');
      const plain = await request(server).get(`/docs/${name}`).set('accept-encoding', 'identity');
      expect(plain.headers['content-encoding']).toBeUndefined();
      expect(Number(plain.headers['content-length'])).toBeGreaterThan(
        3 * Number(packed.headers['content-length']),
      );
    },
  );
});

describe('/metrics', () => {
  it('counts requests by method, template of the path and status, and measures them', async () => {
    await request(server).get('/nothing/at/all');
    const { path } = await create();
    await request(server).get(path).expect(200);
    await request(server).get('/tasks/none').expect(400);
    await request(server).get('/health').expect(200);
    const { text, headers } = await request(server).get('/metrics').expect(200);
    expect(headers['content-type']).toMatch(/^text\/plain; version=0\.0\.4/);
    const count = (method: string, route: string, status: number) =>
      Number(
        text
          .split('\n')
          .find((line) =>
            line.startsWith(
              `http_request_duration_seconds_count{method="${method}",route="${route}",status="${status}"} `,
            ),
          )
          ?.split(' ')[1],
      );
    expect(count('GET', 'none', 404)).toBeGreaterThanOrEqual(1);
    expect(count('POST', '/tasks', 201)).toBeGreaterThanOrEqual(1);
    expect(count('GET', '/tasks/:id', 200)).toBeGreaterThanOrEqual(1);
    expect(count('GET', '/tasks/:id', 400)).toBeGreaterThanOrEqual(1);
    expect(count('GET', '/health', 200)).toBeGreaterThanOrEqual(1);
    expect(text).toMatch(/^database_pool_connections_max 5$/m);
    expect(text).toMatch(/^database_calls_in_progress \d+$/m);
    expect(text).toMatch(/^database_calls_away_total \d+$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    // Paths are without number: none may become a label.
    expect(text).not.toContain('nothing');
  });
});
