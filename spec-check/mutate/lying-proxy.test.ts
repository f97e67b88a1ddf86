import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { exchange, NoAnswer } from '../api-client/exchange.ts';
import { type Lie, lyingProxy } from '../measuring/lying-proxy.ts';
import { apiFaults } from './api-faults.ts';
import { kindOf } from './facts.ts';

/** A real API of this process on the loopback, with a real proxy before it. */
type Task = { id: number; title: string; note?: string };
const scope = new AsyncDisposableStack();
let tasks: Task[] = [];
let url = '';
const seen: string[] = [];

async function answer(request: IncomingMessage, response: ServerResponse) {
  const { method = '', url: path = '' } = request;
  seen.push(`${method} ${path}`);
  const said = await text(request).catch(() => '');
  const id = Number(path.split('/')[2]);
  const found = tasks.find((task) => task.id === id);
  const send = (status: number, body?: unknown) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (path === '/health') return send(tasks.length > 90 ? 503 : 200, { status: 'ok' });
  if (method === 'POST' && said === '') return response.destroy();
  if (method === 'POST') {
    const { title, note } = JSON.parse(said);
    if (title === undefined) return send(422, { title: 'no' });
    const task = { id: tasks.length + 1, title, ...(note && { note }) };
    tasks.push(task);
    return send(201, task);
  }
  if (Number.isNaN(id)) return send(200, tasks);
  if (found === undefined) return send(404, {});
  if (method === 'PATCH') return send(200, Object.assign(found, JSON.parse(said)));
  if (method === 'DELETE') {
    tasks = tasks.filter((task) => task !== found);
    return response.writeHead(204).end();
  }
  return send(200, found);
}

beforeAll(async () => {
  const api = createServer((request, response) => void answer(request, response));
  await new Promise<void>((ready) => api.listen(0, '127.0.0.1', ready));
  scope.defer(() => {
    api.close();
    api.closeAllConnections();
  });
  const address = api.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});

beforeEach(() => {
  tasks = [
    { id: 1, title: 'first', note: 'a note' },
    { id: 2, title: 'the second' },
  ];
});

afterAll(() => scope.disposeAsync());

const facts = { lists: /^\/tasks(?=[/?]|$)/ };

/** Sends requests through a proxy with some of the faults. */
async function behind(...names: readonly string[]) {
  const some = ['/ready', { path: '/tasks', status: 422 }] as const;
  const all = apiFaults({ ...unused, probe: '/health', ready: some[0], refusal: some[1] });
  const chosen = all.filter(([fault]) => names.includes(fault));
  if (chosen.length !== names.length) throw new Error(`There is none of ${names}.`);
  const liesTo = (method: string, path: string) =>
    chosen.flatMap(([, , { lie }]) => (lie?.to.test(kindOf(method, path, facts)) ? lie.tell : []));
  return asking(await lyingProxy(() => url, liesTo, scope));
}

const config = {
  ...{ User: 'app', WorkingDir: '/', Volumes: [], Env: [], Cmd: [], Entrypoint: [] },
  ...{ Labels: {}, ExposedPorts: [], Healthcheck: undefined },
};
const unused = {
  ...{ login: undefined, variable: 'DATABASE_URL' },
  config,
  bytes: 0,
  port: 8000,
  hasLists: true,
  ...facts,
};

function asking(base: string) {
  return async (method: string, path: string, body?: object) => {
    const given = {
      method,
      path,
      signal: AbortSignal.timeout(10_000),
      ...(body && { body: { ...body } }),
    };
    const { status, body: got } = await exchange(base, given);
    return [status, got];
  };
}

it('passes requests and answers as they are where there is no lie', async () => {
  const ask = asking(
    await lyingProxy(
      () => url,
      () => [],
      scope,
    ),
  );
  expect(await ask('GET', '/tasks/1')).toEqual([200, tasks[0]]);
  expect(await ask('POST', '/tasks', { title: 'third' })).toEqual([201, { id: 3, title: 'third' }]);
  expect(await ask('POST', '/tasks', {})).toEqual([422, { title: 'no' }]);
  expect(await ask('DELETE', '/tasks/3')).toEqual([204, undefined]);
});

it('passes a request that is sent slowly before it is whole', async () => {
  const base = await lyingProxy(
    () => url,
    () => [],
    scope,
  );
  const socket = connect(Number(new URL(base).port), '127.0.0.1');
  socket.write('POST /tasks HTTP/1.1\r\nhost: x\r\ncontent-length: 13\r\n\r\n{"tit');
  await sleep(200);
  expect(seen.at(-1)).toBe('POST /tasks');
  socket.destroy();
});

it('gives no answer where the API gives none', async () => {
  const silent = asking(
    await lyingProxy(
      () => 'http://127.0.0.1:9',
      () => [],
      scope,
    ),
  );
  const gone = asking(
    await lyingProxy(
      () => '',
      () => [],
      scope,
    ),
  );
  for (const ask of [silent, gone]) await expect(ask('GET', '/tasks')).rejects.toThrow(NoAnswer);
});

it.each<[string, string, string, object | undefined, unknown, unknown]>([
  [
    'an update is acknowledged and dropped',
    'PATCH',
    '/tasks/1',
    { title: 'new' },
    [200, { id: 1, title: 'new', note: 'a note' }],
    { id: 1, title: 'first', note: 'a note' },
  ],
  [
    'a DELETE is acknowledged and deletes nothing',
    'DELETE',
    '/tasks/1',
    undefined,
    [204, undefined],
    { id: 1, title: 'first', note: 'a note' },
  ],
  [
    'a new item is acknowledged and lost',
    'POST',
    '/tasks',
    { title: 'new' },
    [201, { id: 3, title: 'new' }],
    undefined,
  ],
  ['what is not valid is taken', 'POST', '/tasks', {}, [200, {}], undefined],
  [
    'DELETE answers 500',
    'DELETE',
    '/tasks/1',
    undefined,
    [500, {}],
    { id: 1, title: 'first', note: 'a note' },
  ],
])('%s', async (fault, method, path, body, answered, kept) => {
  const ask = await behind(fault);
  expect(await ask(method, path, body)).toEqual(answered);
  const id = Number(path.split('/')[2] ?? 3);
  expect(tasks.find((task) => task.id === id)).toEqual(kept);
});

it('shows lists and items that are old, short or changed', async () => {
  const stale = await behind('a list stays as it was when it was asked for first');
  expect(await stale('GET', '/tasks')).toEqual([200, tasks]);
  tasks.push({ id: 3, title: 'third' });
  expect(await stale('GET', '/tasks')).toEqual([200, tasks.slice(0, 2)]);
  expect(await stale('GET', '/tasks/3')).toEqual([200, tasks[2]]);
  const short = await behind('a list leaves out its last item');
  expect(await short('GET', '/tasks')).toEqual([200, tasks.slice(0, 2)]);
  const spaced = await behind('a space in text becomes two');
  expect(await spaced('GET', '/tasks/2')).toEqual([200, { id: 2, title: 'the  second' }]);
});

it('fails now and then, and not in between', async () => {
  const third = await behind('every third new item answers 500');
  const statuses = [];
  for (let nth = 0; nth < 6; nth += 1)
    statuses.push((await third('POST', '/tasks', { title: 'x' }))[0]);
  expect(statuses).toEqual([201, 201, 500, 201, 201, 500]);
  const silent = await behind('reads get no answer now and then');
  for (let nth = 0; nth < 6; nth += 1) await silent('GET', '/tasks/1');
  await expect(silent('GET', '/tasks/1')).rejects.toThrow(NoAnswer);
});

it('says that all is well when the API says that it is not', async () => {
  const ask = await behind('the health check is well while the database is away');
  expect(await ask('GET', '/health')).toEqual([200, { status: 'ok' }]);
  tasks = Array.from({ length: 91 }, (_, id) => ({ id, title: 'x' }));
  expect(await ask('GET', '/health')).toEqual([200, {}]);
});

it('tells several lies about one request', async () => {
  const both = [
    'a list leaves out its last item',
    'a list stays as it was when it was asked for first',
  ];
  const ask = await behind(...both);
  expect(await ask('GET', '/tasks')).toEqual([200, tasks.slice(0, 1)]);
  tasks.push({ id: 3, title: 'third' });
  expect(await ask('GET', '/tasks')).toEqual([200, tasks.slice(0, 1)]);
});

it.each([
  ['GET', '/tasks', 'list'],
  ['GET', '/tasks/?limit=5', 'list'],
  ['POST', '/tasks?x=1', 'list'],
  ['GET', '/tasks/7', 'list/7'],
  ['DELETE', '/projects/3/tasks/4/', 'list/4'],
  ['GET', '/projects/3', '/projects/3'],
  ['GET', '/tasksets', '/tasksets'],
  ['GET', '/health', '/health'],
])('%s %s is about: %s', (method, path, place) => {
  const lists = /^(?:\/projects\/[^/]+\/tasks|\/tasks)(?=[/?]|$)/;
  expect(kindOf(method, path, { lists })).toBe(`${method} ${place}`);
});

it('listens on the port that it is told, or says that it cannot', async () => {
  const own = new AsyncDisposableStack();
  const unwell: Lie = async (asked, forward) => ({ ...(await forward(asked)), status: 500 });
  const base = await lyingProxy(
    () => url,
    () => [unwell],
    own,
  );
  expect(await asking(base)('DELETE', '/tasks/1')).toEqual([500, undefined]);
  const at = { host: '127.0.0.1', port: Number(new URL(base).port) };
  await expect(
    lyingProxy(
      () => url,
      () => [],
      own,
      at,
    ),
  ).rejects.toThrow('EADDRINUSE');
  await own.disposeAsync();
});

it('is no proxy for ever', async () => {
  const lie: Lie = async (asked, forward) => forward(asked);
  const short = new AsyncDisposableStack();
  const base = await lyingProxy(
    () => url,
    () => [lie],
    short,
  );
  expect(await asking(base)('GET', '/tasks')).toEqual([200, tasks]);
  await short.disposeAsync();
  await expect(asking(base)('GET', '/tasks')).rejects.toThrow(NoAnswer);
});
