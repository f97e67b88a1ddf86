import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres, { type Sql } from 'postgres';
import type { DevPostgres } from '../../api/dev-postgres.ts';
import { crud } from '../checks/crud/check.ts';
import { faultyImages } from '../prove/images.ts';
import { type Lie, lyingProxy, type ProxiedRequest } from '../resources/lying-proxy.ts';
import { startTestPostgres } from '../tests/tools/postgres.ts';
import { readApi } from './discover.ts';
import { exchange } from './exchange.ts';
import { exerciseCrud } from './exercise-crud.ts';
import { chooseResources } from './find-resources.ts';
import { postgresTables } from './postgres-tables.ts';

const serverFile = fileURLToPath(new URL('../prove/image/server.mjs', import.meta.url));
const { signal } = new AbortController();
let folder: string;
let server: DevPostgres;
let sql: Sql;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'spec-check-life-'));
  await chmod(folder, 0o711);
  server = await startTestPostgres(path.join(folder, 'data'));
  await server.createDatabase('life');
  url = server.url('life');
  sql = postgres(url, { max: 2, fetch_types: false, prepare: false, onnotice: () => {} });
}, 120_000);

afterAll(async () => {
  await sql.end();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const keys = new Set<unknown>();
let refusals = 0;
const longIds = 14_500_000_000_000_000_000n;
const lists: { at: number; answer: Awaited<ReturnType<Lie>> }[] = [];
const reading = (asked: ProxiedRequest): ProxiedRequest => ({ ...asked, method: 'GET', text: '' });
let posts = 0;
const remade = new Map<string, number>();
const times = new Map<number, string>();
const archived = new Set<string>();
/** An API that keeps a deleted item readable, and says of it when it was archived. */
const archiving = (at: string | null): readonly [RegExp, Lie] => [
  /openapi|tasks/,
  async (asked, forward) => {
    if (asked.method === 'DELETE') {
      archived.add(asked.path);
      return { status: 204, headers: {}, text: '' };
    }
    const { text, ...answer } = await forward(asked);
    const body = JSON.parse(text);
    if (asked.path === '/openapi.json')
      body.paths['/tasks/{id}'].delete.description = 'Archives the task.';
    if (archived.has(asked.path)) body.archivedAt = at;
    const isThere = ({ id }: { id: number }) => !archived.has(`/tasks/${id}`);
    const shown = Array.isArray(body) ? body.filter(isThere) : body;
    return { ...answer, headers: {}, text: JSON.stringify(shown) };
  },
];
const withUnit = ({ text, ...answer }: Awaited<ReturnType<Lie>>) => ({
  ...answer,
  text: text.replaceAll('"title":', '"unit":"kWh","title":'),
});
const failing =
  (status: number): Lie =>
  async () => ({ status, headers: {}, text: '{}' });

/** Other APIs than the one of `prove`, as a proxy before it makes them: by method and path, what it answers. */
const lies: Readonly<Record<string, readonly [RegExp, Lie]>> = {
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
  'wants-fields-that-fit': [
    /^PUT/,
    async (asked, forward) => {
      const isTogether = Object.keys(JSON.parse(asked.text)).length > 1;
      return isTogether ? { status: 422, headers: {}, text: '{}' } : forward(asked);
    },
  ],
  'escapes-signs': [
    /^POST/,
    (asked, forward) => forward({ ...asked, text: asked.text.replaceAll('<', '&lt;') }),
  ],
  'joins-lines': [
    /^POST/,
    (asked, forward) => forward({ ...asked, text: asked.text.replace(/([^\\])(\\n)+/g, '$1 ') }),
  ],
  'has-a-quota': [
    /^(?:GET|POST) \/tasks$/,
    async (asked, forward) => {
      const { text } = await forward(reading(asked));
      const isFull = asked.method === 'POST' && JSON.parse(text).length >= 30;
      return isFull ? { status: 409, headers: {}, text: '"the quota is 30"' } : forward(asked);
    },
  ],
  'lists-late': [
    /openapi|^GET \/tasks$/,
    async (asked, forward) => {
      const answer = await forward(asked);
      if (asked.path !== '/openapi.json') {
        const now = performance.now();
        lists.push({ at: now, answer });
        return lists.findLast(({ at }) => at < now - 300)?.answer ?? { ...answer, text: '[]' };
      }
      const document = JSON.parse(answer.text);
      document.paths['/tasks'].get.description = 'Eventually consistent, within 1 second.';
      return { ...answer, text: JSON.stringify(document) };
    },
  ],
  'cannot-list-nothing': [
    /^GET \/tasks$/,
    async (asked, forward) => {
      const answer = await forward(asked);
      return answer.text === '[]' ? { ...answer, status: 500 } : answer;
    },
  ],
  'lists-twice': [
    /^GET \/tasks$/,
    async (asked, forward) => {
      const { text, ...answer } = await forward(asked);
      const all = JSON.parse(text);
      return { ...answer, text: JSON.stringify([...all, ...all.slice(-1)]) };
    },
  ],
  'keeps-digits-of-times': [
    /openapi|tasks/,
    async (asked, forward) => {
      if (asked.path === '/openapi.json') {
        const { text, ...answer } = await forward(asked);
        const document = JSON.parse(text);
        document.components.schemas.Fields.properties.due = { type: 'string', format: 'date-time' };
        return { ...answer, text: JSON.stringify(document) };
      }
      const { due, ...body } = JSON.parse(asked.text || '{}');
      const { text, ...answer } = await forward({ ...asked, text: JSON.stringify(body) });
      const { id } = text.startsWith('{') ? JSON.parse(text) : { id: 0 };
      if (due) times.set(id, due.replace(/[+Z].*/, 'Z'));
      const shown = text.replace(/"id":(\d+)/g, (all, one) =>
        times.has(Number(one)) ? `${all},"due":"${times.get(Number(one))}"` : all,
      );
      return { ...answer, headers: {}, text: shown };
    },
  ],
  ...Object.fromEntries(
    ['pending', 'done'].flatMap((status) =>
      ['PATCH', 'PUT'].map((method): [string, readonly [RegExp, Lie]] => [
        `${method}-sets-${status}`,
        [
          new RegExp(`^${method}`),
          (asked, forward) => {
            const body = JSON.parse(asked.text);
            const isSet = method === 'PUT' || body.status === undefined;
            return forward(isSet ? { ...asked, text: JSON.stringify({ ...body, status }) } : asked);
          },
        ],
      ]),
    ),
  ),
  'has-long-ids': [
    /./,
    async (asked, forward) => {
      const path = asked.path.replace(/\d{20}$/, (id) => String(BigInt(id) - longIds));
      const { text, headers, ...answer } = await forward({ ...asked, path });
      const long = text.replace(/"id":(\d+)/g, (_, id) => `"id":${BigInt(id) + longIds}`);
      return { ...answer, headers: {}, text: long };
    },
  ],
  'lists-ids': [
    /^GET \/tasks$/,
    async (asked, forward) => {
      const { text, ...answer } = await forward(asked);
      const links = JSON.parse(text).map(({ id }: { id: number }) => `/tasks/${id}`);
      return { ...answer, text: JSON.stringify({ links }) };
    },
  ],
  'mixes-notes': [
    /openapi|\/tasks\/\w+\/notes/,
    async (asked, forward) => {
      const path = asked.path.replace(/^\/tasks\/\w+\/notes/, '/tasks');
      const { text, ...answer } = await forward({ ...asked, path });
      if (asked.path !== '/openapi.json') return { ...answer, text };
      const document = JSON.parse(text);
      const { paths } = document;
      paths['/tasks/{id}/notes'] = paths['/tasks'];
      paths['/tasks/{id}/notes/{noteId}'] = paths['/tasks/{id}'];
      return { ...answer, text: JSON.stringify(document) };
    },
  ],
  'only-lists-notes': [
    /openapi|\/tasks\/\w+\/notes/,
    async (asked, forward) => {
      if (asked.path !== '/openapi.json') return { status: 500, headers: {}, text: '{}' };
      const { text, ...answer } = await forward(asked);
      const { paths, ...document } = JSON.parse(text);
      paths['/tasks/{id}/notes'] = paths['/tasks'];
      return { ...answer, text: JSON.stringify({ ...document, paths }) };
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
  'delete-hides,says-410': [
    /^GET \/tasks\/\d/,
    async (asked, forward) => {
      const { status, ...answer } = await forward(asked);
      return { ...answer, status: status === 404 ? 410 : status };
    },
  ],
  'delete-hides,envelope,says-when': [
    /openapi/,
    async (asked, forward) => {
      const { text, ...answer } = await forward(asked);
      const document = JSON.parse(text);
      const item = { properties: { title: {}, description: {}, status: {}, deletedAt: {} } };
      const schema = { properties: { data: item } };
      const content = { 'application/json': { schema } };
      document.paths['/tasks/{id}'].get.responses['200'] = { content };
      return { ...answer, text: JSON.stringify(document) };
    },
  ],
  'makes-it-anew': [
    /^\w+ \/tasks\/\d/,
    async (asked, forward) => {
      const { text, ...answer } = await forward(asked);
      if (/^P/.test(asked.method)) remade.set(asked.path, (remade.get(asked.path) ?? 0) + 1);
      const created_at = new Date(1e12 + (remade.get(asked.path) ?? 0)).toISOString();
      const isItem = text.startsWith('{"id');
      return {
        ...answer,
        headers: {},
        text: isItem ? text.replace('{', `{"created_at":"${created_at}",`) : text,
      };
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
  archives: archiving('2031-02-03T04:05:06Z'),
  'archives-nothing': archiving(null),
  'create-fails': [/^POST/, failing(500)],
  'no-patch': [/^PATCH/, failing(404)],
  'lists-nothing': [
    /^GET \/tasks$/,
    async (asked, forward) => ({ ...(await forward(asked)), text: '[]' }),
  ],
  'update-changes-nothing': [
    /^P(?:UT|ATCH)/,
    async (asked, forward) => {
      const { text, ...answer } = await forward(reading(asked));
      return {
        ...answer,
        text: JSON.stringify({ ...JSON.parse(text), ...JSON.parse(asked.text) }),
      };
    },
  ],
  'answers-otherwise': [
    /^PUT/,
    async (asked, forward) => {
      const { text, ...answer } = await forward(asked);
      return { ...answer, text: JSON.stringify({ ...JSON.parse(text), description: 'old' }) };
    },
  ],
  'delete-deletes-all': [
    /^DELETE/,
    async (asked, forward) => {
      const all = await forward({ ...reading(asked), path: '/tasks' });
      for (const { id } of JSON.parse(all.text)) await forward({ ...asked, path: `/tasks/${id}` });
      return { status: 204, headers: {}, text: '' };
    },
  ],
  'delete-by-status': [
    /^DELETE/,
    async (asked, forward) => {
      const { status } = JSON.parse((await forward(reading(asked))).text);
      const all = await forward({ ...reading(asked), path: '/tasks' });
      for (const one of JSON.parse(all.text))
        if (one.status === status) await forward({ ...asked, path: `/tasks/${one.id}` });
      return { status: 204, headers: {}, text: '' };
    },
  ],
  'unready-at-times': [
    /^PUT/,
    async (asked, forward) => {
      refusals += 1;
      return refusals % 2 === 0 ? forward(asked) : { status: 503, headers: {}, text: '{}' };
    },
  ],
  'no-delete': [
    /openapi/,
    async (asked, forward) => {
      const { text, ...answer } = await forward(asked);
      return { ...answer, text: text.replace('"delete":', '"trace":') };
    },
  ],
};

/** The port may be taken before the server listens: then another one is tried. */
async function traceOf(
  env: Readonly<Record<string, string>>,
  hints = {},
  more = 2,
): ReturnType<typeof traceOn> {
  return traceOn(env, hints).catch((error: unknown) => {
    if (!(error instanceof ServerEnded) || more === 0) throw error;
    return traceOf(env, hints, more - 1);
  });
}

class ServerEnded extends Error {}

async function traceOn(env: Readonly<Record<string, string>>, hints: object) {
  await using scope = new AsyncDisposableStack();
  const port = await freePort();
  const child = spawn(process.execPath, [serverFile], {
    env: {
      ...env,
      DATABASE_URL: url,
      PORT: String(port),
      TASKS_FILE: path.join(folder, 'tasks.json'),
    },
    // What the faults say on stderr is meant.
    stdio: 'ignore',
  });
  try {
    const ownUrl = `http://127.0.0.1:${port}`;
    const [asked, lie] = lies[env.FAULT ?? ''] ?? [];
    const liesTo = (method: string, path: string) =>
      lie && asked?.test(`${method} ${path}`) ? [lie] : [];
    const baseUrl = lie ? await lyingProxy(() => ownUrl, liesTo, scope) : ownUrl;
    while (!(await exchange(ownUrl, { path: '/health', signal }).catch(() => undefined))) {
      if (child.exitCode !== null) throw new ServerEnded(`${serverFile} has ended.`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const api = await readApi(baseUrl, hints, signal);
    const choice = chooseResources(api, hints);
    if (choice.missing.length > 0) return { choice, problem: undefined };
    const live = { baseUrl, api, tables: postgresTables(sql), signal };
    const lives = await Promise.all(
      choice.resources.map((resource) =>
        exerciseCrud(live, resource, {
          effort: 'full',
          laterAfter: env.FAULT?.includes('back') ? 2000 : 100,
        }),
      ),
    );
    const problem = lives.find((one) => one.problem !== undefined)?.problem;
    return { choice, problem, life: lives[0] };
  } finally {
    if (child.exitCode === null) {
      child.kill();
      await once(child, 'exit');
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  return port;
}

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
    ['that lists links', 'lists-ids', {}],
    ['that has a quota', 'has-a-quota', {}],
    ['that archives, and says so', 'archives', {}],
    ['whose list is late, as it says', 'lists-late', {}],
    ['whose fields depend on each other', 'wants-fields-that-fit', {}],
    ['that takes no made-up code', 'knows-its-codes', {}],
    ['that stands behind a gateway', 'is-behind-a-gateway', {}],
    ['that takes one of a kind', 'takes-one-a-kind', {}],
    ['with its health beside the prefix', 'nested,health-beside-it', {}],
    ['that hides what it deleted, and answers 410', 'delete-hides,says-410', {}],
    ['that shows in an envelope when it was deleted', 'delete-hides,envelope,says-when', {}],
    ['without a document, named in the spec', 'no-document', { resource: '/tasks' }],
  ])('passes %s', async (_title, FAULT, hints) => {
    const { choice, problem, life } = await traceOf({ FAULT }, hints);
    expect(choice.missing).toEqual([]);
    expect(problem).toBeUndefined();
    expect(life?.answers.length).toBeGreaterThan(40);
  });

  it('counts what it had to send again after 503', async () => {
    expect((await traceOf({ FAULT: 'unready-at-times' })).life?.unready).toBeGreaterThan(0);
    expect((await traceOf({})).life?.unready).toBe(0);
  });

  it('leaves no row behind', async () => {
    await traceOf({});
    expect(await sql`select title from todo `).toHaveLength(0);
  });
});

describe('an API that breaks a promise', () => {
  it.each(
    // The images of their own, which other checks do not need.
    crud.faults.flatMap(([, image, , says]) =>
      image in faultyImages ? [] : [[image, says] as const],
    ),
  )('is caught: %s', async (FAULT, said) => {
    const { problem } = await traceOf({ FAULT });
    expect(`${problem?.actual} ${problem?.diagnosis}`).toMatch(said);
  });
  it.each([
    ['memory', /memory/],
    ['ignores-database-url', /memory, in a file or in another database/],
    ['create-fails', /fails on a good request/],
    ['escapes-signs', /What is sent is not what is kept/],
    ['joins-lines', /What is sent is not what is kept/],
    ['mixes-notes', /below another parent/],
    ['only-lists-notes', /GET \/tasks\/\w+\/notes → 500.* fails on a good request/],
    ['cannot-list-nothing', /fails on a good request/],
    ['lists-nothing', /it is not there/],
    ['update-changes-nothing', /does not change the item/],
    ['lists-twice', /is there twice/],
    ['keeps-digits-of-times', /due = .*What is sent is not what is kept/],
    ['PATCH-sets-pending', /status = .*PATCH answers/],
    ['PATCH-sets-done', /status = .*PATCH answers/],
    ['PUT-sets-pending', /status = .*PUT answers/],
    ['PUT-sets-done', /status = .*PUT answers/],
    ['makes-it-anew', /created_at = .* does not change the item as it should/],
    ['answers-otherwise', /The answer has another value/],
    ['update-changes-all', /reaches another one too/],
    ['no-patch', /no PATCH at this path/],
    ['archives-nothing', /deletes nothing/],
    ['delete-deletes-nothing', /deletes nothing/],
    ['delete-deletes-all', /reaches another one too/],
    ['delete-by-status', /reaches another one too/],
    ['delete-hides', /soft delete/],
  ])('is caught: %s', async (FAULT, said) => {
    const { problem } = await traceOf({ FAULT });
    expect(`${problem?.actual} ${problem?.diagnosis}`).toMatch(said);
  });

  it('is told which act its document lacks', async () => {
    const { choice } = await traceOf({ FAULT: 'no-delete' });
    expect(choice).toMatchObject({ missing: ['delete (DELETE on an item)'] });
  });

  it('is told what to add when nothing describes it', async () => {
    await expect(traceOf({ FAULT: 'no-document' })).rejects.toThrow('no OpenAPI document');
  });
});
