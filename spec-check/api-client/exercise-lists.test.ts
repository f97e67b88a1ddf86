import type { Lie } from '../measuring/lying-proxy.ts';
import { exercising, reading } from './tests/exercising.ts';

const lists: { at: number; answer: Awaited<ReturnType<Lie>> }[] = [];

const copies: object[] = [];

type Task = Readonly<Record<'title' | 'status', string>>;

/** A list with parameters in its document: what it shows of all tasks, by their values. */
const filtering = (
  schemas: object,
  shown: (all: readonly Task[], asked: URLSearchParams) => readonly Task[],
): readonly [RegExp, Lie] => [
  /openapi|^GET \/tasks(?:\?.*)?$/,
  async (asked, forward) => {
    const [path = '', query] = asked.path.split('?');
    const { text, ...answer } = await forward({ ...asked, path });
    const body = JSON.parse(text);
    if (Array.isArray(body))
      return { ...answer, text: JSON.stringify(shown(body, new URLSearchParams(query))) };
    const entries = Object.entries(schemas);
    body.paths['/tasks'].get.parameters = entries.map(([name, { description, ...schema }]) => ({
      ...{ name, in: 'query', description, schema },
    }));
    return { ...answer, text: JSON.stringify(body) };
  },
];

const status = { enum: ['pending', 'done'] };

const { expectPass, expectCaught, traceOf } = exercising({
  filters: filtering(
    { status, title: { type: 'string' }, owner: { type: 'string' } },
    (all, asked) => {
      const [wanted, title] = [asked.get('status'), asked.get('title')];
      const some = all.filter((one) => !wanted || one.status === wanted);
      return some.filter((one) => !title || one.title.includes(title));
    },
  ),
  'filters-otherwise': filtering(
    { status: { ...status, description: 'Tasks with this status are excluded' } },
    (all, asked) => all.filter((one) => one.status !== asked.get('status')),
  ),
  'filters-nothing': filtering({ status }, (all) => all),
  'filters-all': filtering({ title: { type: 'string' } }, (all, asked) =>
    asked.has('title') ? [] : all,
  ),
  'lists-ids': [
    /^GET \/tasks$/,
    async (asked, forward) => {
      const { text, ...answer } = await forward(asked);
      const links = JSON.parse(text).map(({ id }: { id: number }) => `/tasks/${id}`);
      return { ...answer, text: JSON.stringify({ links }) };
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
  'has-a-quota': [
    /^(?:GET|POST) \/tasks$/,
    async (asked, forward) => {
      const { text } = await forward(reading(asked));
      const isFull = asked.method === 'POST' && JSON.parse(text).length >= 30;
      return isFull ? { status: 409, headers: {}, text: '"the quota is 30"' } : forward(asked);
    },
  ],
  'has-a-small-quota': [
    /^(?:GET|POST) \/tasks$/,
    async (asked, forward) => {
      const { text } = await forward(reading(asked));
      const isFull = asked.method === 'POST' && JSON.parse(text).length >= 12;
      const refusal = { status: 402, headers: {}, text: '"your plan allows 12 tasks"' };
      return isFull ? refusal : forward(asked);
    },
  ],
  'copies-on-put': [
    /^(?:PUT|GET \/tasks$)/,
    async (asked, forward) => {
      if (asked.method === 'PUT') {
        const { text } = await forward(reading(asked));
        if (text.includes('title')) copies.push({ ...JSON.parse(text), id: 1e9 + copies.length });
        return forward(asked);
      }
      const { text, ...answer } = await forward(asked);
      return { ...answer, headers: {}, text: JSON.stringify([...JSON.parse(text), ...copies]) };
    },
  ],
  'ignores-its-pages': [
    /openapi|^GET \/tasks\?/,
    async (asked, forward) => {
      const plain = asked.path.replace(/\?.*/, '');
      const { text, ...answer } = await forward({ ...asked, path: plain });
      const body = JSON.parse(text);
      if (Array.isArray(body))
        return { ...answer, headers: {}, text: JSON.stringify(body.slice(0, 50)) };
      const schema = { type: 'integer', minimum: 1, maximum: 100 };
      const query = ['page', 'limit'].map((name) => ({ name, in: 'query', schema }));
      body.paths['/tasks'].get.parameters = query;
      return { ...answer, headers: {}, text: JSON.stringify(body) };
    },
  ],
  'has-fifty-in-its-pages': [
    /openapi|^GET \/tasks(?:\?.*)?$/,
    async (asked, forward) => {
      const [path = '', query] = asked.path.split('?');
      const { text, ...answer } = await forward({ ...asked, path });
      const body = JSON.parse(text);
      if (Array.isArray(body)) {
        const given = new URLSearchParams(query);
        const [page, limit] = [Number(given.get('page') ?? 1), Number(given.get('limit') ?? 20)];
        const shown = body.slice(0, 50).slice((page - 1) * limit, page * limit);
        return { ...answer, headers: {}, text: JSON.stringify(shown) };
      }
      const schema = { type: 'integer', minimum: 1 };
      const parameters = ['page', 'limit'].map((name) => ({ name, in: 'query', schema }));
      body.paths['/tasks'].get.parameters = parameters;
      return { ...answer, headers: {}, text: JSON.stringify(body) };
    },
  ],
  'cannot-list-nothing': [
    /^GET \/tasks$/,
    async (asked, forward) => {
      const answer = await forward(asked);
      return answer.text === '[]' ? { ...answer, status: 500 } : answer;
    },
  ],
  'lists-nothing': [
    /^GET \/tasks$/,
    async (asked, forward) => ({ ...(await forward(asked)), text: '[]' }),
  ],
  'lists-twice': [
    /^GET \/tasks$/,
    async (asked, forward) => {
      const { text, ...answer } = await forward(asked);
      const all = JSON.parse(text);
      return { ...answer, text: JSON.stringify([...all, ...all.slice(-1)]) };
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
});

it.each([
  ['that has links in it', 'lists-ids'],
  ['that is late, as it says', 'lists-late'],
  ['that leaves out what is asked for, as it says', 'filters-otherwise'],
  ['that is full at a quota', 'has-a-quota'],
  ['that is full at a small one, in other words', 'has-a-small-quota'],
])('passes a list %s', (title, FAULT) => expectPass(title, FAULT));

it.each([
  ['mixes-notes', /below another parent/],
  ['only-lists-notes', /GET \/tasks\/\w+\/notes → 500.* fails on a good request/],
  ['filters-nothing', /GET \/tasks\?status=\w+ → .*: an item with another value is still there/],
  ['filters-all', /GET \/tasks\?title=\S+ → 200 \[\]: it is not there/],
  ['cannot-list-nothing', /fails on a good request/],
  ['lists-nothing', /it is not there/],
  ['lists-twice', /is there twice/],
  ['copies-on-put', /the item as it was is still there/],
  ['ignores-its-pages', /items are missing/],
  ['has-fifty-in-its-pages', /items are missing/],
])('catches a list that is wrong: %s', expectCaught);

it('says by what it listed, and what it did not try', async () => {
  const { problem, life } = await traceOf('filters');
  expect(problem).toBeUndefined();
  expect(life?.filters).toEqual(['?status', '?title']);
  expect(life?.untried).toContain('?owner');
});
