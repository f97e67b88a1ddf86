import type { Lies } from './tests/exercising.ts';
import { exercising, failing, reading } from './tests/exercising.ts';

const remade = new Map<string, number>();
const times = new Map<number, string>();
const numbers = new Map<number, number>();

const tagOf = (text = '') => `"${Buffer.from(text).toString('base64url')}"`;

/** An API with ETags in its document, which it compares or not. */
const matching = (isCompared: boolean): Lies[string] => [
  /openapi|^(?:GET|PUT|PATCH) \/tasks\/\d/,
  async (asked, forward) => {
    const now = asked.path === '/openapi.json' ? undefined : await forward(reading(asked));
    const given = asked.headers['if-match'];
    if (isCompared && given && given !== tagOf(now?.text))
      return { status: 412, headers: {}, text: '{}' };
    const { text, ...answer } = await forward(asked);
    if (now) return { ...answer, headers: { ...answer.headers, etag: tagOf(text) }, text };
    const document = JSON.parse(text);
    for (const method of ['put', 'patch'])
      document.paths['/tasks/{id}'][method].responses['412'] = {
        description: 'If-Match is an old one',
      };
    return { ...answer, text: JSON.stringify(document) };
  },
];

const { expectPass, expectCaught } = exercising({
  'wants-fields-that-fit': [
    /^PUT/,
    async (asked, forward) => {
      const isTogether = Object.keys(JSON.parse(asked.text)).length > 1;
      return isTogether ? { status: 422, headers: {}, text: '{}' } : forward(asked);
    },
  ],
  'goes-only-forward': [
    /openapi|^PUT/,
    async (asked, forward) => {
      if (asked.method === 'PUT') {
        const { status } = JSON.parse((await forward(reading(asked))).text);
        const isBack = status === 'done' && JSON.parse(asked.text).status !== 'done';
        return isBack ? { status: 409, headers: {}, text: '"it is done"' } : forward(asked);
      }
      const { text, ...answer } = await forward(asked);
      const document = JSON.parse(text);
      delete document.paths['/tasks/{id}'].patch;
      return { ...answer, text: JSON.stringify(document) };
    },
  ],
  'updates-by-description': [
    /^P(?:UT|ATCH)/,
    async (asked, forward) => {
      const { id, description } = JSON.parse((await forward(reading(asked))).text);
      const all = await forward({ ...reading(asked), path: '/tasks' });
      const others: { id: string; description?: string }[] = JSON.parse(all.text);
      for (const other of others)
        if (other.id !== String(id) && description && other.description === description)
          await forward({ ...asked, method: 'PATCH', path: `/tasks/${other.id}` });
      return forward(asked);
    },
  ],
  'locks-what-is-done': [
    /^P(?:UT|ATCH)/,
    async (asked, forward) => {
      const { status } = JSON.parse((await forward(reading(asked))).text);
      return status === 'done' ? { status: 409, headers: {}, text: '"done"' } : forward(asked);
    },
  ],
  'locks-all': [/^P(?:UT|ATCH)/, failing(409)],
  'knows-its-etags': matching(true),
  'ignores-its-etags': matching(false),
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
      ['PATCH', 'PUT'].map((method): [string, Lies[string]] => [
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
  ...Object.fromEntries(
    ['PUT', 'PATCH'].map((method): [string, Lies[string]] => [
      `${method}-only-raises`,
      [
        /openapi|PUT|PATCH|POST|GET/,
        async (asked, forward) => {
          const { points, ...body } = JSON.parse(asked.text || '{}');
          const text = asked.text && JSON.stringify(body);
          const answer = await forward({ ...asked, text });
          const shown = JSON.parse(answer.text || '{}');
          if (asked.path === '/openapi.json')
            shown.components.schemas.Fields.properties.points = { type: 'integer', minimum: 1 };
          const all: { id: number; points?: number }[] = [shown].flat();
          for (const one of all) {
            const before = numbers.get(one.id) ?? 0;
            const isKept = points !== undefined && (asked.method !== method || points > before);
            if (isKept) numbers.set(one.id, points);
            if (numbers.has(one.id)) one.points = numbers.get(one.id) ?? 0;
          }
          return { ...answer, headers: {}, text: answer.text && JSON.stringify(shown) };
        },
      ],
    ]),
  ),
  'makes-it-anew': [
    /^\w+ \/tasks\/\d/,
    async (asked, forward) => {
      const { text, ...answer } = await forward(asked);
      if (/^P/.test(asked.method)) remade.set(asked.path, (remade.get(asked.path) ?? 0) + 1);
      const created = new Date(1e12 + (remade.get(asked.path) ?? 0)).toISOString();
      const isItem = text.startsWith('{"id');
      return {
        ...answer,
        headers: {},
        text: isItem
          ? text.replace('{', `{"created":"${created}","createdAt":"${created}",`)
          : text,
      };
    },
  ],
  'no-patch': [/^PATCH/, failing(404)],
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
});

it('passes an update of fields that depend on each other', () =>
  expectPass('', 'wants-fields-that-fit'));

it('passes an update of a state that goes only forward', () => expectPass('', 'goes-only-forward'));

it('passes an update of what is locked in its last state', () =>
  expectPass('', 'locks-what-is-done'));

it('passes an API that compares its ETags', () => expectPass('', 'knows-its-etags'));

it.each([
  ['ignores-its-etags', /→ 200 .*change for an older state is taken/],
  ['locks-all', /→ 409/],
  ['update-changes-nothing', /does not change the item/],
  ['keeps-digits-of-times', /due = .*What is sent is not what is kept/],
  ['PATCH-sets-pending', /status = .*PATCH answers/],
  ['PATCH-sets-done', /status = .*PATCH answers/],
  ['PUT-sets-pending', /status = .*PUT answers/],
  ['PUT-sets-done', /status = .*PUT answers/],
  ['PUT-only-raises', /points = \d+ PUT answers/],
  ['PATCH-only-raises', /points = \d+ PATCH answers/],
  ['makes-it-anew', /created = .* does not change the item as it should/],
  ['answers-otherwise', /The answer has another value/],
  ['update-changes-all', /reaches another one too/],
  ['updates-by-description', /reaches another one too/],
  ['no-patch', /no PATCH at this path/],
])('catches an update that is wrong: %s', expectCaught);
