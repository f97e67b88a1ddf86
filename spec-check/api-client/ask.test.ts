import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { ask, askForChange } from './ask.ts';
import { readList } from './pages.ts';
import { resourcesOf } from './resource.ts';

/** An API that answers as it is told, and what is known of it. */
async function serve(listener: RequestListener, document = {}) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    api: { headers: { 'x-api-key': 'k' }, document },
    signal: AbortSignal.timeout(10_000),
    [Symbol.dispose]: () => server.close(),
  };
}

const body = { title: 'a' };

it.each([429, 503])('asks again after %d', async (status) => {
  let asked = 0;
  using api = await serve((_request, response) => {
    asked += 1;
    response.writeHead(asked < 3 ? status : 200, { 'retry-after': '0' }).end();
  });
  expect([(await ask(api, { path: '/' })).status, asked]).toEqual([200, 3]);
});

it.each([
  [301, '/notes/', 'POST'],
  [308, '/notes/', 'POST'],
  [307, '/v2/notes', 'POST'],
  [303, '/notes/1', 'GET'],
  [302, '/elsewhere', 'GET'],
])('follows %d to %s with %s', async (status, location, method) => {
  using api = await serve(async (request, response) => {
    const sent = Buffer.concat(await request.toArray()).toString();
    if (request.url === '/notes') response.writeHead(status, { location }).end();
    else
      response.end(
        JSON.stringify([request.url, request.method, sent, request.headers['x-api-key']]),
      );
  });
  const answer = await ask(api, { method: 'POST', path: '/notes', body });
  const kept = method === 'POST' ? JSON.stringify(body) : '';
  expect(answer.body).toEqual([location, method, kept, 'k']);
});

it('reads an answer that is packed', async () => {
  using api = await serve((_request, response) => {
    response.setHeader('content-encoding', 'gzip').end(gzipSync('{"a":1}'));
  });
  expect((await ask(api, { path: '/' })).body).toEqual({ a: 1 });
});

it('names the state that a change is meant for: by ETag', async () => {
  using api = await serve(({ method, headers }, response) => {
    if (method === 'GET') response.setHeader('etag', '"7"').end('{}');
    else response.writeHead(headers['if-match'] === '"7"' ? 200 : 428).end();
  });
  const answer = await askForChange(api, { method: 'PUT', path: '/1', body }, () =>
    ask(api, { path: '/1' }),
  );
  expect(answer.status).toBe(200);
});

it('names the state that a change is meant for: by its date', async () => {
  const date = 'Sat, 28 Nov 2026 09:00:00 GMT';
  using api = await serve(({ method, headers }, response) => {
    if (method === 'GET') response.setHeader('last-modified', date).end('{}');
    else response.writeHead(headers['if-unmodified-since'] === date ? 204 : 428).end();
  });
  const answer = await askForChange(api, { method: 'DELETE', path: '/1' }, () =>
    ask(api, { path: '/1' }),
  );
  expect(answer.status).toBe(204);
});

it('names the state that a change is meant for: by its version', async () => {
  using api = await serve(async (request, response) => {
    if (request.method === 'GET') return response.end('{"data":{"title":"b","lock_version":4}}');
    const sent = JSON.parse(Buffer.concat(await request.toArray()).toString());
    return response.writeHead(sent.lock_version === 4 ? 200 : 409).end();
  });
  const answer = await askForChange(api, { method: 'PATCH', path: '/1', body }, () =>
    ask(api, { path: '/1' }),
  );
  expect(answer.status).toBe(200);
});

describe('a list in pages', () => {
  const all = Array.from({ length: 25 }, (_, index) => ({ id: index + 1, title: `t${index + 1}` }));
  const from = (start: number, size: number) => all.slice(start, start + size);
  type Page = (query: URLSearchParams) => unknown;
  it.each<[string, readonly string[], Page]>([
    [
      'after the last id',
      ['limit', 'starting_after'],
      (query) => {
        const start = Number(query.get('starting_after') ?? 0);
        return { data: from(start, 10), has_more: start + 10 < 25 };
      },
    ],
    [
      'by a cursor of the answer',
      ['limit', 'cursor'],
      (query) => {
        const start = Number(query.get('cursor')?.slice(1) ?? 0);
        return { items: from(start, 10), next_cursor: start + 10 < 25 ? `c${start + 10}` : null };
      },
    ],
    [
      'by page tokens',
      ['pageSize', 'pageToken'],
      (query) => {
        const start = Number(query.get('pageToken') ?? 0);
        return {
          notes: from(start, 10),
          ...(start + 10 < 25 ? { nextPageToken: String(start + 10) } : {}),
        };
      },
    ],
    [
      'by numbers',
      ['page', 'per_page'],
      (query) => from((Number(query.get('page') ?? 1) - 1) * 10, 10),
    ],
    ['by an offset', ['offset', 'limit'], (query) => from(Number(query.get('offset') ?? 0), 10)],
  ])('is read to its end: %s', async (_title, parameters, page) => {
    const document = {
      paths: {
        '/notes': { get: { parameters: parameters.map((name) => ({ name, in: 'query' })) } },
        '/notes/{id}': { get: {} },
      },
    };
    using api = await serve((request, response) => {
      response.end(JSON.stringify(page(new URL(request.url ?? '', 'http://x').searchParams)));
    }, document);
    const [resource] = resourcesOf(document);
    const operation = resource?.acts.list;
    if (resource === undefined || operation === undefined) throw new Error('no list');
    const wanted = ['t24', 't99'].map((value) => ({ id: '', sample: { field: 'title', value } }));
    const { entries } = await readList(api, resource, operation, wanted);
    expect(entries).toEqual([{ id: 24, title: 't24' }, undefined]);
  });
});
