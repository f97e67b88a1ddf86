import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, type Json, type JsonObject, objectsIn, parseJson } from '../api-client/json.ts';
import type { ApiFault } from './fault.ts';
import type { Answer, Asked, Lie } from './lying-proxy.ts';

const crud = () => 'All CRUD endpoints work';
const probe = ({ probes: [first] }: { readonly probes: readonly string[] }) =>
  first && `Health check endpoint responds at \`${first}\``;

/** As if nothing of it had been sent. */
const nothing = Buffer.alloc(0);

const failing =
  (status: number): Lie =>
  async () =>
    withBody({ status, headers: {}, bytes: nothing }, { error: 'a fault' });

/** All but every nth are true. */
const every =
  (n: number, lie: Lie): Lie =>
  (asked, forward, before) =>
    before.nth % n === 0 ? lie(asked, forward, before) : forward(asked);

/** As it was when it was asked for first. */
const stale: Lie = async (asked, forward, { kept }) => {
  const answer = kept.get(asked.path) ?? (await forward(asked));
  if (answer.status === 200) kept.set(asked.path, answer);
  return answer;
};

/** Objects of JSON that are sent are others on their way; the API may refuse that. */
const sending =
  (change: (sent: JsonObject) => JsonObject): Lie =>
  async (asked, forward) => {
    const sent = bodyOf(asked);
    const changed = isObject(sent) && (await forward(withBody(asked, change(sent))));
    return changed && changed.status < 300 ? changed : forward(asked);
  };

/** JSON of good answers is another on its way. */
const answering =
  (change: (body: Json) => Json): Lie =>
  async (asked, forward) => {
    const answer = await forward(asked);
    const body = bodyOf(answer);
    return answer.status === 200 && body !== undefined ? withBody(answer, change(body)) : answer;
  };

/** What goes wrong with APIs. */
export const apiFaults: readonly ApiFault[] = [
  {
    fault: 'an update is acknowledged and dropped',
    promise: crud,
    of: ['update'],
    lie: async (asked, forward) => {
      const answer = await forward({ ...asked, method: 'GET', bytes: nothing });
      const [before, sent] = [bodyOf(answer), bodyOf(asked)];
      const isItem = answer.status === 200 && isObject(before) && isObject(sent);
      return isItem ? withBody(answer, { ...before, ...sent }) : forward(asked);
    },
  },
  {
    fault: 'a DELETE is acknowledged and deletes nothing',
    promise: crud,
    of: ['delete'],
    lie: async (asked, forward) => {
      const { status } = await forward({ ...asked, method: 'GET', bytes: nothing });
      return status === 200 ? { status: 204, headers: {}, bytes: nothing } : forward(asked);
    },
  },
  {
    fault: 'a new item is acknowledged and lost',
    promise: crud,
    of: ['create'],
    lie: async (asked, forward) => {
      const answer = await forward(asked);
      const ids = objectsIn(bodyOf(answer)).flatMap(({ id, _id, uuid }) => [id, _id, uuid]);
      const id = ids.find((one) => typeof one === 'string' || typeof one === 'number');
      const path = `${asked.path.replace(/\/?(?:\?.*)?$/, '')}/${id}`;
      const removed = await forward({ ...asked, method: 'DELETE', path, bytes: nothing });
      return removed.status < 300 ? { ...answer } : answer;
    },
  },
  {
    fault: 'a new item is stored twice',
    promise: crud,
    of: ['create'],
    lie: async (asked, forward) => {
      await forward({ ...asked });
      return { ...(await forward(asked)) };
    },
  },
  {
    fault: 'text is cut after twenty characters',
    promise: crud,
    of: ['create', 'update'],
    lie: sending((sent) =>
      changed(sent, (value) => (typeof value === 'string' ? value.slice(0, 20) : value)),
    ),
  },
  {
    fault: 'the last field of a new item is lost',
    promise: crud,
    heldOut: true,
    of: ['create'],
    lie: sending((sent) => Object.fromEntries(Object.entries(sent).slice(0, -1))),
  },
  {
    fault: 'text of an item is read with a space more',
    promise: crud,
    of: ['read'],
    lie: answering((body) =>
      changed(body, (value) => (typeof value === 'string' ? `${value} ` : value)),
    ),
  },
  {
    fault: 'a list stays as it was when it was asked for first',
    promise: crud,
    of: ['list'],
    lie: stale,
  },
  {
    fault: 'an item stays as it was when it was asked for first',
    promise: crud,
    heldOut: true,
    of: ['read'],
    lie: stale,
  },
  {
    fault: 'a list leaves out its last item',
    promise: crud,
    heldOut: true,
    of: ['list'],
    lie: answering((body) => {
      const shorter = (value: Json) => (Array.isArray(value) ? value.slice(0, -1) : value);
      return Array.isArray(body) ? shorter(body) : changed(body, shorter);
    }),
  },
  {
    fault: 'every third new item answers 500',
    promise: crud,
    of: ['create'],
    lie: every(3, failing(500)),
  },
  {
    fault: 'DELETE answers 500',
    promise: crud,
    heldOut: true,
    of: ['delete'],
    lie: failing(500),
  },
  {
    fault: 'every seventh request gets no answer',
    promise: crud,
    of: ['create', 'list', 'read', 'update', 'delete'],
    lie: every(7, async () => undefined),
  },
  {
    fault: 'nothing is validated',
    promise: ({ collections: [path], refusal }) =>
      path && refusal
        ? `An empty item is refused\n  \`\`\`http\n  POST ${path}\n  Content-Type: application/json\n\n  {}\n\n  HTTP ${refusal}\n  \`\`\``
        : undefined,
    of: ['create'],
    lie: async (asked, forward) => {
      const answer = await forward(asked);
      if (answer.status !== 400 && answer.status !== 422) return answer;
      return { ...withBody(answer, bodyOf(asked) ?? null), status: 201 };
    },
  },
  {
    fault: 'every fifth health check answers 500',
    promise: probe,
    of: ['probe'],
    lie: every(5, failing(500)),
  },
  {
    fault: 'the health check is gone',
    promise: probe,
    heldOut: true,
    of: ['probe'],
    lie: failing(404),
  },
  {
    fault: 'the health check is well while the database is away',
    promise: ({ probes }) => {
      const path = probes.find((one) => one.includes('ready')) ?? probes[0];
      return path && `\`${path}\` answers 503 while the database is down`;
    },
    of: ['probe'],
    lie: async (asked, forward) => {
      const answer = await forward(asked);
      return answer.status === 503 ? { ...withBody(answer, {}), status: 200 } : answer;
    },
  },
  {
    fault: 'every eighth health check takes two seconds',
    promise: ({ probes: [first] }) => first && `\`${first}\` responds within 1 second`,
    of: ['probe'],
    lie: every(8, async (asked, forward) => {
      await sleep(2000);
      return { ...(await forward(asked)) };
    }),
  },
  {
    fault: 'metrics are gone',
    promise: () => 'Metrics at `/metrics`',
    heldOut: true,
    of: ['metrics'],
    lie: failing(404),
  },
  {
    fault: 'the OpenAPI document is gone',
    promise: ({ document }) => document && 'OpenAPI documentation reachable',
    of: ['document'],
    lie: failing(404),
  },
];

function bodyOf({ bytes }: Pick<Asked, 'bytes'>): Json | undefined {
  return parseJson(bytes.toString());
}

/** The same message with another body. */
function withBody<M extends Asked | Answer>(message: M, body: Json): M {
  const headers = { ...message.headers, 'content-type': 'application/json' };
  return { ...message, headers, bytes: Buffer.from(JSON.stringify(body)) };
}

/** An object with other values. */
function changed<J extends Json>(value: J, change: (value: Json) => Json): J | JsonObject {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([name, one]) => [name, change(one ?? null)]);
  return Object.fromEntries(entries);
}
