import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CrudExercise, type Item, ProblemFound } from './crud-steps.ts';
import { readApi } from './discover.ts';
import { readList } from './pages.ts';
import { undocumentedResource } from './resource.ts';

/** Fifteen items behind rows of somebody else, who deletes one before the second page as often as this says. */
async function listWhile(deletions: number): Promise<void> {
  const names = Array.from({ length: 15 }, (_, index) => `item ${index}`);
  const rows = [...Array<string>(20).fill('of somebody else'), ...names].map((name, id) => ({
    id,
    name,
  }));
  const parameters = ['limit', 'offset'].map((name) => ({
    name,
    in: 'query',
    schema: { type: 'integer' },
  }));
  const body = { type: 'object', properties: { name: { type: 'string' } } };
  const content = { 'application/json': { schema: body } };
  const document = {
    openapi: '3.1.0',
    paths: {
      '/things': { get: { parameters }, post: { requestBody: { content } } },
      '/things/{id}': { get: {} },
    },
  };
  let left = deletions;
  const server = createServer(({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const offset = Number(searchParams.get('offset'));
    if (offset > 20 && left > 0) {
      left -= 1;
      rows.shift();
    }
    const shown = rows.slice(offset, offset + Number(searchParams.get('limit')));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(pathname === '/things' ? shown : document));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo; // It listens on TCP.
    const reached = { baseUrl: `http://127.0.0.1:${port}`, signal: AbortSignal.timeout(20_000) };
    const api = await readApi(reached.baseUrl, {}, reached.signal);
    const [things] = api.resources;
    if (things === undefined) throw new Error('The document was not read.');
    const exercise = new CrudExercise({ ...reached, api, tables: undefined }, things);
    await exercise.list(
      'create',
      rows.slice(20).map(({ id, name }) => itemOf(String(id), name)),
    );
  } finally {
    server.close();
  }
}

function itemOf(id: string, name: string): Item {
  const sample = { field: 'name', value: name, trace: name, body: { name } };
  const answer = { method: 'POST', path: '/things', status: 201, headers: {}, text: '' };
  return {
    id,
    sample,
    schema: {},
    answer: { ...answer, ms: 1, body: {}, sent: undefined },
    isBystander: false,
  };
}

describe('the pages of a list', () => {
  it('are read again when an item is missing: somebody else may have moved it to a page that was read', async () => {
    await expect(listWhile(1)).resolves.toBeUndefined();
  }, 60_000);

  it('lack an item when it is missing each of three times', async () => {
    await expect(listWhile(Number.POSITIVE_INFINITY)).rejects.toThrow(ProblemFound);
  }, 60_000);
});

/** Which of 45 items are found in a list of which nobody says how it goes on. */
async function foundIn(
  list: (query: URLSearchParams, all: readonly object[]) => unknown,
  query: { readonly name: string; readonly schema?: { readonly enum: string[] } }[] = [],
  gone: readonly { readonly id: number; readonly name: string }[] = [],
) {
  const all = Array.from({ length: 45 }, (_, id) => ({ id, name: `item ${id}` }));
  const server = createServer(({ url = '' }, response) => {
    response.setHeader('content-type', 'application/json');
    const { searchParams } = new URL(url, 'http://localhost');
    const page = list(searchParams, all);
    response
      .writeHead(page === undefined ? 500 : page === null ? 404 : 200)
      .end(JSON.stringify(page));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    const { port } = server.address() as AddressInfo; // It listens on TCP.
    const baseUrl = `http://127.0.0.1:${port}`;
    const resource = undocumentedResource('/things');
    const wanted = [...all, ...gone].map(({ id, name }) => ({
      id: String(id),
      sample: itemOf(String(id), name).sample,
    }));
    const operation = resource.acts.list && { ...resource.acts.list, query };
    if (operation === undefined) throw new Error('It has a list.');
    const live = { baseUrl, signal: AbortSignal.timeout(20_000), api: { headers: {} } };
    const { entries, answer } = await readList(live, resource, operation, wanted);
    return [entries.filter(Boolean).length, answer.path];
  } finally {
    server.close();
  }
}

it.each([
  ['page', 45, (query: URLSearchParams) => 20 * (Number(query.get('page') ?? 1) - 1)],
  ['offset', 45, (query: URLSearchParams) => Number(query.get('offset') ?? 0)],
  ['no such parameter', 20, () => 0],
])('a list that says nothing of its pages is read on by %s: %d of 45', async (_, found, from) => {
  const [count] = await foundIn((query, all) => all.slice(from(query), from(query) + 20));
  expect(count).toBe(found);
});

it.each([
  [
    'goes on after the last id',
    45,
    (after: number, all: readonly object[]) => all.slice(after, after + 20),
  ],
  [
    'knows other cursors, and fails on an id',
    20,
    (after: number, all: readonly object[]) => (after ? undefined : all.slice(0, 20)),
  ],
])(
  'tries the last id where nobody says what the cursor is: an API that %s',
  async (_, count, page) => {
    const list = (query: URLSearchParams, all: readonly object[]) =>
      page(query.has('cursor') ? Number(query.get('cursor')) + 1 : 0, all);
    const [found, path] = await foundIn(list, [{ name: 'cursor' }]);
    expect(found).toBe(count);
    if (count < 45) expect(path).toBe('/things');
  },
);

it.each([
  ['@odata.nextLink', { value: 0 }],
  ['nextLink', { items: 0 }],
  ['next_url', { data: 0, pagination: 0 }],
])('finds the next page by %s', async (name, shape) => {
  const list = (query: URLSearchParams, all: readonly object[]) => {
    const at = Number(query.get('st'));
    const link = at + 20 < all.length ? `/things?st=${at + 20}` : null;
    const [members] = Object.keys(shape);
    const next = 'pagination' in shape ? { pagination: { [name]: link } } : { [name]: link };
    return { [`${members}`]: all.slice(at, at + 20), ...next };
  };
  expect((await foundIn(list))[0]).toBe(45);
});

it('asks for all where a list leaves some out unless it is asked for them', async () => {
  const status = { name: 'status', schema: { enum: ['open', 'all'] } };
  const list = (query: URLSearchParams, all: readonly object[]) =>
    query.get('status') === 'all' ? all : all.slice(0, 5);
  expect((await foundIn(list, [status]))[0]).toBe(45);
});

it('takes no second look at an old list for its next page, which brings what was there already', async () => {
  const isOld = (query: URLSearchParams) => query.size === 0;
  const found = await foundIn((query, all) => ({
    now: Math.random(),
    items: isOld(query) ? all.slice(0, 20) : all,
  }));
  expect(found).toEqual([20, '/things']);
});

it('ends where the page after the last is refused, as Django REST framework does it', async () => {
  const list = (query: URLSearchParams, all: readonly object[]) => {
    const from = 25 * (Number(query.get('page') ?? 1) - 1);
    return from < all.length
      ? { count: all.length, next: null, results: all.slice(from, from + 25) }
      : null;
  };
  const found = await foundIn(list, [{ name: 'page' }], [{ id: 99, name: 'deleted' }]);
  expect(found).toEqual([45, '/things?page=2']);
});
