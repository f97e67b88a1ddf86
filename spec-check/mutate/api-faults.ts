import { setTimeout as sleep } from 'node:timers/promises';
import { documentPaths } from '../api-client/document.ts';
import { isObject, type Json, parseJson } from '../api-client/json.ts';
import type { Facts, Fault, Made } from './fault.ts';
import type { Lie, Message } from './lying-proxy.ts';

const crud = 'All CRUD endpoints work';
const isProbe = /health|ready|live/;
const probeOf = ({ api: { paths = [] } }: Facts) =>
  paths.find((path) => isProbe.test(path)) ?? '/health';
const healthy = (facts: Facts) => `Health check endpoint responds at \`${probeOf(facts)}\``;

/** What a request is about: `create`, `read`, `update` or `delete` of an item, a `list`, a `probe`, the `document`. */
export function kindOf(method: string, path: string): string {
  const [plain = ''] = path.split('?');
  if (isProbe.test(plain)) return 'probe';
  if (documentPaths.includes(plain)) return 'document';
  const isItem = /\/(?:\d+|[0-9a-f-]{20,})\/?$/i.test(plain);
  const verbs: Record<string, string> = { POST: 'create', PUT: 'update', PATCH: 'update' };
  return verbs[method] ?? (method === 'GET' ? (isItem ? 'read' : 'list') : method.toLowerCase());
}

const to = (of: string, tell: Lie): Made => ({ lie: { of, tell } });

const failing =
  (status: number): Lie =>
  async (asked) =>
    withJson({ ...asked, headers: {}, status }, { error: 'a fault' });

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

const cutText: Lie = async (asked, forward) => {
  const cut = Object.entries(jsonOf(asked)).map(([name, value = null]) => [
    name,
    typeof value === 'string' ? value.slice(0, 20) : value,
  ]);
  const answer = await forward(withJson(asked, Object.fromEntries(cut)));
  return answer.status < 300 ? answer : forward(asked);
};

const dropUpdate: Lie = async (asked, forward) => {
  const before = await forward({ ...asked, method: 'GET', bytes: nothing });
  return before.status === 200
    ? withJson(before, { ...jsonOf(before), ...jsonOf(asked) })
    : forward(asked);
};

const dropDelete: Lie = async (asked, forward) => {
  const { status } = await forward({ ...asked, method: 'GET', bytes: nothing });
  return status === 200 ? { ...asked, status: 204, headers: {}, bytes: nothing } : forward(asked);
};

/** Another answer than that one. */
const instead =
  (statuses: readonly number[], status: number): Lie =>
  async (asked, forward) => {
    const answer = await forward(asked);
    return statuses.includes(answer.status) ? { ...withJson(answer, {}), status } : answer;
  };

const late: Lie = async (asked, forward) => {
  await sleep(2000);
  return forward(asked);
};

/** What goes wrong with APIs. */
export const apiFaults: readonly Fault[] = [
  ['an update is acknowledged and dropped', crud, to('update', dropUpdate)],
  ['a DELETE is acknowledged and deletes nothing', crud, to('delete', dropDelete)],
  ['text is cut after 20', crud, to('create update', cutText)],
  ['a list stays as it was when it was asked for first', crud, to('list', stale)],
  ['an item stays as it was when it was asked for first', crud, to('read', stale), 'held out'],
  ['every third new item answers 500', crud, to('create', every(3, failing(500)))],
  ['DELETE answers 500', crud, to('delete', failing(500)), 'held out'],
  ['what is not there is answered with 200', crud, to('read', instead([404], 200))],
  [
    'reads get no answer now and then',
    crud,
    to(
      'read',
      every(7, async () => undefined),
    ),
  ],
  ['every fifth health check answers 500', healthy, to('probe', every(5, failing(500)))],
  ['the health check is gone', healthy, to('probe', failing(404)), 'held out'],
  [
    'the health check is well while the database is away',
    (facts) => `\`${probeOf(facts)}\` answers 503 while the database is down`,
    to('probe', instead([503], 200)),
  ],
  [
    'every eighth health check takes two seconds',
    (facts) => `\`${probeOf(facts)}\` responds within 1 second`,
    to('probe', every(8, late)),
  ],
  ['its document is gone', 'OpenAPI documentation reachable', to('document', failing(404))],
];

const nothing = Buffer.alloc(0);

function jsonOf({ bytes }: Message) {
  const body = parseJson(bytes.toString());
  return isObject(body) ? body : {};
}

/** The same message with another body. */
function withJson<M extends Message>(message: M, body: Json): M {
  const headers = { ...message.headers, 'content-type': 'application/json' };
  return { ...message, headers, bytes: Buffer.from(JSON.stringify(body)) };
}
