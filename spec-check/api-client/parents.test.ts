import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createItem, type Parent } from './new-item.ts';
import { resourcesOf } from './resource.ts';

/** Keeps what it gets, and refuses an item that names another one by an id that it did not give. */
async function library(paths: Readonly<Record<string, readonly string[]>>) {
  const kept = new Map<string, number[]>();
  const server = createServer(async (request, response) => {
    const { url = '' } = request;
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
    const known = (paths[url] ?? []).every((field) =>
      kept.get(`/${field.replace(/_?id$/i, '')}s`)?.includes(body[field]),
    );
    const id = 100 + kept.size;
    if (known) kept.set(url, [...(kept.get(url) ?? []), id]);
    response.writeHead(known ? 201 : 422).end(JSON.stringify(known ? { ...body, id } : {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const document = {
    openapi: '3.1.0',
    paths: Object.fromEntries(
      Object.entries(paths).flatMap(([path, fields]) => [
        [
          path,
          {
            post: { requestBody: { content: { 'application/json': { schema: schema(fields) } } } },
          },
        ],
        [`${path}/{id}`, { get: {} }],
      ]),
    ),
  };
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    api: {
      at: '/openapi.json',
      document,
      resources: resourcesOf(document),
      nested: [],
      headers: {},
      body: undefined,
    },
    signal: AbortSignal.timeout(5000),
    [Symbol.dispose]: () => server.close(),
  };
}

const schema = (fields: readonly string[]) => ({
  type: 'object',
  required: ['title', ...fields],
  properties: {
    title: { type: 'string' },
    ...Object.fromEntries(fields.map((field) => [field, { type: 'integer' }])),
  },
});

it.each([
  ['none', { '/books': [] }, []],
  ['one', { '/authors': [], '/books': ['author_id'] }, ['/authors']],
  [
    'one of one',
    { '/publishers': [], '/authors': ['publisherId'], '/books': ['author_id'] },
    ['/publishers', '/authors'],
  ],
])('makes what an item names before it: %s', async (_title, paths, made) => {
  using live = await library(paths);
  const parents: Parent[] = [];
  const books = live.api.resources.at(-1);
  if (books === undefined) throw new Error('no books');
  const { answer, id } = await createItem(live, books, { variant: 0, parents });
  expect([answer.status, id]).toEqual([201, expect.any(String)]);
  expect(parents.map(({ resource }) => resource.collection)).toEqual(made);
});

it('ends where two resources name each other', async () => {
  using live = await library({ '/authors': ['book_id'], '/books': ['author_id'] });
  const [authors] = live.api.resources;
  if (authors === undefined) throw new Error('no authors');
  const { answer, id } = await createItem(live, authors, { variant: 0 });
  expect([answer.status, id]).toEqual([422, undefined]);
});
