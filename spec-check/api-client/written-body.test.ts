import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ask } from './ask.ts';
import { CrudExercise } from './crud-steps.ts';
import type { ApiHints } from './discover.ts';
import { readApi } from './discover.ts';
import { findResources } from './find-resources.ts';
import { proveCrud } from './prove-crud.ts';
import { tryCreate } from './use-resource.ts';

/** An API without a document: it takes an item whose fields all match, and keeps it by a counter. */
type Patch = (old: object, body: object) => object | undefined;

async function keeper(accepts: Readonly<Record<string, RegExp>>, patch?: Patch, refusal = 422) {
  const kept = new Map<string, object>();
  let last = 0;
  const server = createServer(async (request, response) => {
    const { method, url = '' } = request;
    const [, collection, id = ''] = url.split(/[/?]/);
    const answer = (status: number, value?: unknown) =>
      response.writeHead(status).end(value === undefined ? undefined : JSON.stringify(value));
    if (collection !== 'links') return answer(404, {});
    if (id !== '' && !kept.has(id)) return answer(404, {});
    if (method === 'GET') return answer(200, id === '' ? [...kept.values()] : kept.get(id));
    if (method === 'DELETE') return answer(kept.delete(id) ? 204 : 404);
    const isPatch = method === 'PATCH' && patch !== undefined;
    if (method !== 'POST' && !(patch ? isPatch : method === 'PUT')) return answer(405, {});
    const body = JSON.parse(Buffer.concat(await request.toArray()).toString());
    if (isPatch) {
      const changed = patch(kept.get(id) ?? {}, body);
      if (changed) kept.set(id, changed);
      return changed ? answer(200, changed) : answer(422, { error: 'not valid' });
    }
    const isGood = Object.entries(accepts).every(([name, form]) => form.test(String(body[name])));
    if (!isGood) return answer(refusal, { error: 'not valid' });
    const isTaken = [...kept.values()].some(
      (one) => body.isbn && Reflect.get(one, 'isbn') === body.isbn,
    );
    if (id === '' && isTaken) return answer(409, { error: 'exists' });
    if (id === '') last += 1;
    const own = id === '' ? `n${last}` : id;
    kept.set(own, { id: own, ...body });
    return answer(id === '' ? 201 : 200, kept.get(own));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.dispose]: () => server.close(),
  };
}

async function proven(accepts: Readonly<Record<string, RegExp>>, body: ApiHints['body']) {
  using api = await keeper(accepts);
  const live = { baseUrl: api.url, signal: AbortSignal.timeout(20_000) };
  const hints = { collections: ['/links'], body };
  return await proveCrud(live, hints, { command: 'run', shownUrl: api.url }, { effort: 'brief' });
}

const note = { title: 'a', body: 'hello', pinned: true };

it.each<[string, Patch, string]>([
  ['leaves the rest alone', (old, body) => ({ ...old, ...body }), 'PASS'],
  ['empties what it is not sent', (old, body) => ({ ...old, body: null, ...body }), 'FAIL'],
  ['resets what it is not sent', (old, body) => ({ ...old, pinned: false, ...body }), 'FAIL'],
  [
    'wants all fields',
    (old, body) => ('title' in body && 'pinned' in body ? { ...old, ...body } : undefined),
    'PASS',
  ],
  ['takes nothing at all', () => undefined, 'FAIL'],
])('a PATCH of an API without a document %s', async (_title, patch, status) => {
  using api = await keeper({ title: /./ }, patch);
  const live = { baseUrl: api.url, signal: AbortSignal.timeout(20_000) };
  const hints = { collections: ['/links'], body: note };
  const by = { command: 'run', shownUrl: api.url };
  expect((await proveCrud(live, hints, by, { effort: 'brief' })).status).toBe(status);
});

const url = /^https?:\/\/[\w.]+\/\w*$/;

it.each<[string, Readonly<Record<string, RegExp>>, ApiHints['body']]>([
  ['a URL', { target: url }, { target: 'https://example.com/a' }],
  ['a code', { sku: /^[A-Z]{3}-\d{5}$/ }, { sku: 'ABC-12345', stock: 3 }],
  ['an address', { to: /^\w+@\w+\.com$/ }, { to: 'ada@example.com' }],
  [
    'a short word before the text',
    { kind: /^open$/, title: /./ },
    { kind: 'open', title: 'Buy milk' },
  ],
  [
    'a key beside the text',
    { isbn: /^97[89]-\d{10}$/, title: /./ },
    { isbn: '978-3161484100', title: 'A short book' },
  ],
])('an item that is written out with %s is varied in its form', async (_, accepts, body) => {
  expect(await proven(accepts, body)).toMatchObject({ status: 'PASS' });
});

it('asks for an item where the one that is written out is not taken', async () => {
  await expect(proven({ target: /^never$/ }, { target: 'https://example.com/a' })).rejects.toThrow(
    'What POST /links takes is not known',
  );
});

it('asks so whatever is to be proven with an item', async () => {
  using api = await keeper({ target: /^never$/ });
  const target = { baseUrl: api.url, signal: AbortSignal.timeout(20_000) };
  const { live, resources } = await findResources(target, { collections: ['/links'] }, 'run');
  const exercise = new CrudExercise(live, resources[0]);
  await exercise.begin();
  await expect(exercise.makeSubject()).rejects.toThrow('What POST /links takes is not known');
});

it('repeats an item with another key', async () => {
  using api = await keeper({ isbn: /^97[89]-\d{10}$/, title: /./ });
  const { signal } = new AbortController();
  const body = { isbn: '978-3161484100', title: 'A short book' };
  const hints = { collections: ['/links'], body };
  const live = { baseUrl: api.url, api: await readApi(api.url, hints, signal), signal };
  await using creation = await tryCreate(live, hints);
  for (const _time of [1, 2, 3]) {
    const request = creation?.another().request ?? { path: '' };
    expect(await ask(live, { method: 'POST', ...request })).toMatchObject({ status: 201 });
  }
});

it('does not blame an API without a document for a text that is longer than it can keep', async () => {
  using api = await keeper({ title: /^.{0,200}$/s }, undefined, 500);
  const live = { baseUrl: api.url, signal: AbortSignal.timeout(20_000) };
  const hints = { collections: ['/links'], body: { title: 'Buy milk' } };
  const by = { command: 'run', shownUrl: api.url };
  const verdict = await proveCrud(live, hints, by, { laterAfter: 10 });
  expect(verdict).toMatchObject({ status: 'PASS' });
  expect(verdict.evidence).toContain('long text is not taken (POST → 500)');
});
