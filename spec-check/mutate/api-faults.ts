import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, type Json, objectsIn, parseJson } from '../api-client/json.ts';
import type { Facts } from './facts.ts';
import type { Fault, Made } from './fault.ts';
import type { Answer, Asked, Lie } from './lying-proxy.ts';

const crud = 'All CRUD endpoints work';
const health = ({ probe }: Facts) => `Health check endpoint responds at \`${probe}\``;
const nothing = Buffer.alloc(0);

const to = (of: string, tell: Lie): Made => ({ lie: { of, tell } });

const failing = (status: number) => async () =>
  withJson({ status, headers: {}, bytes: nothing }, { error: 'a fault' });

/** All but every nth are true. */
const every =
  (n: number, lie: Lie): Lie =>
  (asked, forward, nth, kept) =>
    nth % n === 0 ? lie(asked, forward, nth, kept) : forward(asked);

/** As it was when it was asked for first. */
const stale: Lie = async (asked, forward, _nth, kept) => {
  const answer = kept.get(asked.path) ?? (await forward(asked));
  if (answer.status === 200) kept.set(asked.path, answer);
  return answer;
};

/** What is sent is another on its way, unless the API refuses that. */
const sending =
  (change: (sent: Json) => Json): Lie =>
  async (asked, forward) => {
    const sent = jsonOf(asked);
    const answer = sent === undefined ? undefined : await forward(withJson(asked, change(sent)));
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

const withText = (change: (text: string) => string) => (body: Json) =>
  mapped(body, (one) => (typeof one === 'string' ? change(one) : one));

const shorter = (one: Json) => (Array.isArray(one) ? one.slice(0, -1) : one);

/** Another answer to what the API refuses. */
const instead =
  (statuses: readonly number[], status: number): Lie =>
  async (asked, forward) => {
    const answer = await forward(asked);
    return statuses.includes(answer.status) ? { ...withJson(answer, {}), status } : answer;
  };

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

/** Made, and removed before anybody looks. */
const loseItem: Lie = async (asked, forward) => {
  const answer = await forward(asked);
  const ids = objectsIn(jsonOf(answer)).flatMap(({ id, _id, uuid }) => [id, _id, uuid]);
  const id = ids.find((one) => typeof one === 'string' || typeof one === 'number');
  const path = `${asked.path.replace(/\/?(?:\?.*)?$/, '')}/${id}`;
  await forward({ ...asked, method: 'DELETE', path, bytes: nothing });
  return answer;
};

const late: Lie = async (asked, forward) => {
  await sleep(2000);
  return forward(asked);
};

/** What goes wrong with APIs. */
export const apiFaults: readonly Fault[] = [
  ['an update is acknowledged and dropped', crud, to('update', dropUpdate)],
  ['a DELETE is acknowledged and deletes nothing', crud, to('delete', dropDelete)],
  ['a new item is acknowledged and lost', crud, to('create', loseItem)],
  ['text is cut after 20', crud, to('create update', sending(withText((one) => one.slice(0, 20))))],
  ['text has a space more', crud, to('read', answering(withText((one) => `${one} `))), 'held out'],
  ['a list stays as it was when it was asked for first', crud, to('list', stale)],
  ['an item stays as it was when it was asked for first', crud, to('read', stale), 'held out'],
  [
    'a list leaves out its last item',
    crud,
    to(
      'list',
      answering((body) => mapped(shorter(body), shorter)),
    ),
    'held out',
  ],
  ['every third new item answers 500', crud, to('create', every(3, failing(500)))],
  ['DELETE answers 500', crud, to('delete', failing(500)), 'held out'],
  [
    'reads get no answer now and then',
    crud,
    to(
      'read',
      every(7, async () => undefined),
    ),
  ],
  [
    'what is not valid is taken',
    ({ refusal }) =>
      refusal &&
      `An empty item is refused\n  \`\`\`http\n  POST ${refusal.path}\n  Content-Type: application/json\n\n  {}\n\n  HTTP ${refusal.status}\n  \`\`\``,
    to('create', instead([400, 422], 201)),
  ],
  ['every fifth health check answers 500', health, to('probe', every(5, failing(500)))],
  ['the health check is gone', health, to('probe', failing(404)), 'held out'],
  [
    'the health check is well while the database is away',
    ({ ready }) => `\`${ready}\` answers 503 while the database is down`,
    to('probe', instead([503], 200)),
  ],
  [
    'every eighth health check takes two seconds',
    ({ probe }) => `\`${probe}\` responds within 1 second`,
    to('probe', every(8, late)),
  ],
  ['metrics are gone', 'Metrics at `/metrics`', to('/metrics', failing(404)), 'held out'],
  ['its document is gone', 'OpenAPI documentation reachable', to('document', failing(404))],
];

/** An object with other values. */
function mapped(value: Json, change: (value: Json) => Json): Json {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one = null]) => [name, change(one)]));
}

function jsonOf({ bytes }: Asked | Answer): Json | undefined {
  return parseJson(bytes.toString());
}

/** The same message with another body. */
function withJson<M extends Asked | Answer>(message: M, body: Json): M {
  const headers = { ...message.headers, 'content-type': 'application/json' };
  return { ...message, headers, bytes: Buffer.from(JSON.stringify(body)) };
}
