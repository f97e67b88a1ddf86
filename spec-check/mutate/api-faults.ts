import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, type Json, type JsonObject, objectsIn } from '../api-client/json.ts';
import type { Facts } from './facts.ts';
import type { Deceit, Fault } from './fault.ts';
import { jsonOf, type Lie, withJson } from './lying-proxy.ts';

const crud = 'All CRUD endpoints work';
const probe = ({ probes: [path] }: Facts) =>
  path && `Health check endpoint responds at \`${path}\``;
const nothing = Buffer.alloc(0);

const to = (of: string, lie: Lie): Deceit => ({ of, lie });

const failing =
  (status: number): Lie =>
  async () =>
    withJson({ status, headers: {}, bytes: nothing }, { error: 'a fault' });

/** All but every nth are true. */
const every =
  (n: number, lie: Lie): Lie =>
  (asked, forward, nth, kept) =>
    nth % n === 0 ? lie(asked, forward, nth, kept) : forward(asked);

/** As it was when it was asked for first. */
const stale: Lie = async ({ path, ...asked }, forward, _nth, kept) => {
  const answer = kept.get(path) ?? (await forward({ path, ...asked }));
  if (answer.status === 200) kept.set(path, answer);
  return answer;
};

/** Objects that are sent are others on their way, unless the API refuses that. */
const sending =
  (change: (sent: JsonObject) => JsonObject): Lie =>
  async (asked, forward) => {
    const sent = jsonOf(asked);
    const answer = isObject(sent) && (await forward(withJson(asked, change(sent))));
    return answer && answer.status < 300 ? answer : forward(asked);
  };

/** JSON of good answers is another on its way. */
const answering =
  (change: (body: Json) => Json): Lie =>
  async (asked, forward) => {
    const answer = await forward(asked);
    const body = jsonOf(answer);
    return answer.status === 200 && body !== undefined ? withJson(answer, change(body)) : answer;
  };

const mapped = (value: JsonObject, change: (value: Json) => Json): JsonObject =>
  Object.fromEntries(Object.entries(value).map(([name, one = null]) => [name, change(one)]));

const shorter = (value: Json) => (Array.isArray(value) ? value.slice(0, -1) : value);

const dropUpdate: Lie = async (asked, forward) => {
  const answer = await forward({ ...asked, method: 'GET', bytes: nothing });
  const [before, sent] = [jsonOf(answer), jsonOf(asked)];
  const isItem = answer.status === 200 && isObject(before) && isObject(sent);
  return isItem ? withJson(answer, { ...before, ...sent }) : forward(asked);
};

const dropDelete: Lie = async (asked, forward) => {
  const { status } = await forward({ ...asked, method: 'GET', bytes: nothing });
  return status === 200 ? { status: 204, headers: {}, bytes: nothing } : forward(asked);
};

/** Created, and removed before anybody looks. */
const loseItem: Lie = async (asked, forward) => {
  const answer = await forward(asked);
  const ids = objectsIn(jsonOf(answer)).flatMap(({ id, _id, uuid }) => [id, _id, uuid]);
  const id = ids.find((one) => typeof one === 'string' || typeof one === 'number');
  const path = `${asked.path.replace(/\/?(?:\?.*)?$/, '')}/${id}`;
  await forward({ ...asked, method: 'DELETE', path, bytes: nothing });
  return answer;
};

/** What goes wrong with APIs. */
export const apiFaults: readonly Fault[] = [
  ['an update is acknowledged and dropped', crud, to('update', dropUpdate)],
  ['a DELETE is acknowledged and deletes nothing', crud, to('delete', dropDelete)],
  ['a new item is acknowledged and lost', crud, to('create', loseItem)],
  [
    'a new item is stored twice',
    crud,
    to('create', async (asked, forward) => {
      await forward(asked);
      return forward(asked);
    }),
  ],
  [
    'text is cut after twenty characters',
    crud,
    to(
      'create update',
      sending((sent) => mapped(sent, (one) => (typeof one === 'string' ? one.slice(0, 20) : one))),
    ),
  ],
  [
    'the last field of a new item is lost',
    crud,
    to(
      'create',
      sending((sent) => Object.fromEntries(Object.entries(sent).slice(0, -1))),
    ),
    'held out',
  ],
  [
    'text of an item is read with a space more',
    crud,
    to(
      'read',
      answering((body) =>
        isObject(body) ? mapped(body, (one) => (typeof one === 'string' ? `${one} ` : one)) : body,
      ),
    ),
  ],
  ['a list stays as it was when it was asked for first', crud, to('list', stale)],
  ['an item stays as it was when it was asked for first', crud, to('read', stale), 'held out'],
  [
    'a list leaves out its last item',
    crud,
    to(
      'list',
      answering((body) => (isObject(body) ? mapped(body, shorter) : shorter(body))),
    ),
    'held out',
  ],
  ['every third new item answers 500', crud, to('create', every(3, failing(500)))],
  ['DELETE answers 500', crud, to('delete', failing(500)), 'held out'],
  [
    'every seventh request gets no answer',
    crud,
    to(
      'create list read update delete',
      every(7, async () => undefined),
    ),
  ],
  [
    'nothing is validated',
    ({ refusal }) =>
      refusal &&
      `An empty item is refused\n  \`\`\`http\n  POST ${refusal.path}\n  Content-Type: application/json\n\n  {}\n\n  HTTP ${refusal.status}\n  \`\`\``,
    to('create', async (asked, forward) => {
      const answer = await forward(asked);
      const refused = [400, 422].includes(answer.status);
      return refused ? { ...withJson(answer, jsonOf(asked) ?? null), status: 201 } : answer;
    }),
  ],
  ['every fifth health check answers 500', probe, to('probe', every(5, failing(500)))],
  ['the health check is gone', probe, to('probe', failing(404)), 'held out'],
  [
    'the health check is well while the database is away',
    ({ probes }) => {
      const path = probes.find((one) => one.includes('ready')) ?? probes[0];
      return path && `\`${path}\` answers 503 while the database is down`;
    },
    to('probe', async (asked, forward) => {
      const answer = await forward(asked);
      return answer.status === 503 ? { ...withJson(answer, {}), status: 200 } : answer;
    }),
  ],
  [
    'every eighth health check takes two seconds',
    ({ probes: [path] }) => path && `\`${path}\` responds within 1 second`,
    to(
      'probe',
      every(8, async (asked, forward) => {
        await sleep(2000);
        return forward(asked);
      }),
    ),
  ],
  ['metrics are gone', 'Metrics at `/metrics`', to('/metrics', failing(404)), 'held out'],
  [
    'the OpenAPI document is gone',
    ({ document }) => document && 'OpenAPI documentation reachable',
    to('document', failing(404)),
  ],
];
