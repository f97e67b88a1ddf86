import { setTimeout as sleep } from 'node:timers/promises';
import { parseJson } from '../api-client/json.ts';
import type { Lie, ProxiedRequest } from '../measuring/lying-proxy.ts';
import { type Facts, type Fault, isProbe, type Mutation } from './facts.ts';

const documents = /openapi|swagger|docs/;

export function apiFaults({ hasLists, login, probe, ready, refusal }: Facts): readonly Fault[] {
  const crud = hasLists ? 'All CRUD endpoints work' : undefined;
  const health = probe && `Health check endpoint responds at \`${probe}\``;
  const unwell = ready && `\`${ready}\` answers 503 while the database is down`;
  const quick = probe && `\`${probe}\` responds within 1 second`;
  const refused =
    refusal &&
    `An empty item is refused\n  \`\`\`http\n  POST ${refusal.path}\n  Content-Type: application/json\n${login ? `  ${login}\n` : ''}\n  {}\n\n  HTTP ${refusal.status}\n  \`\`\``;
  return [
    ['an update is acknowledged and dropped', crud, to(/^P(UT|ATCH) list\//, dropUpdate)],
    ['a DELETE is acknowledged and deletes nothing', crud, to(/^DELETE list\//, dropDelete)],
    ['a new item is acknowledged and lost', crud, to(/^POST list$/, loseItem)],
    ['a space in text becomes two', crud, to(/^GET list\//, changing(spaced))],
    ['a list leaves out its last item', crud, to(/^GET list$/, changing(shorter))],
    ['a list stays as it was when it was asked for first', crud, to(/^GET list$/, stale)],
    ['an item stays as it was when it was asked for first', crud, to(/^GET list\//, stale)],
    ['every third new item answers 500', crud, to(/^POST list$/, every(3, failing(500)))],
    ['DELETE answers 500', crud, to(/^DELETE list\//, failing(500))],
    ['reads get no answer now and then', crud, to(/^GET list\//, every(7, silent))],
    ['what is not valid is taken', refused, to(/^POST list$/, content)],
    ['every fifth health check answers 500', health, to(isProbe, every(5, failing(500)))],
    ['the health check is gone', health, to(isProbe, failing(404))],
    ['the health check is well while the database is away', unwell, to(isProbe, content)],
    ['every eighth health check takes two seconds', quick, to(isProbe, every(8, late))],
    ['metrics are gone', 'Metrics at `/metrics`', to(/ \/metrics/, failing(404))],
    ['its document is gone', 'OpenAPI documentation reachable', to(documents, failing(404))],
  ];
}

const to = (to: RegExp, tell: Lie): Mutation => ({ lie: { to, tell } });

const failing = (status: number) => async () => ({ status, headers: {}, text: '{}' });

const silent = () => Promise.reject(new Error('No answer is wanted.'));

const late: Lie = (asked, forward) => sleep(2000).then(() => forward(asked));

/** Lies to every nth request, and answers the others truly. */
const every =
  (n: number, lie: Lie): Lie =>
  (asked, forward, memory) =>
    memory.asks % n === 0 ? lie(asked, forward, memory) : forward(asked);

const stale: Lie = async (asked, forward, { kept }) => {
  const answer = kept.get(asked.path) ?? (await forward(asked));
  if (answer.status === 200) kept.set(asked.path, answer);
  return answer;
};

/** JSON with other values, as `JSON.stringify` takes them. */
const changing =
  (change: (name: string, value: unknown) => unknown): Lie =>
  async (asked, forward) => {
    const answer = await forward(asked);
    return { ...answer, text: JSON.stringify(parseJson(answer.text), change) ?? answer.text };
  };

const spaced = (_: string, value: unknown) =>
  typeof value === 'string' ? value.replaceAll(' ', '  ') : value;

const shorter = (_: string, value: unknown) => (Array.isArray(value) ? value.slice(0, -1) : value);

/** Answers 200 where the API refuses. */
const content: Lie = async (asked, forward) => {
  const answer = await forward(asked);
  return answer.status < 400 ? answer : { ...answer, status: 200, text: '{}' };
};

const dropUpdate: Lie = async (asked, forward) => {
  const answer = await forward(reading(asked));
  const updated = Object.assign({}, parseJson(answer.text), parseJson(asked.text));
  return { ...answer, text: JSON.stringify(updated) };
};

const dropDelete: Lie = async (asked, forward) => {
  const { status } = await forward(reading(asked));
  return { status: status === 200 ? 204 : status, headers: {}, text: '' };
};

/** Creates the item, and deletes it before anybody looks. */
const loseItem: Lie = async (asked, forward) => {
  const answer = await forward(asked);
  const id = /"(?:id|_id|uuid)":\s*"?([\w-]+)/.exec(answer.text)?.[1];
  const path = asked.path.replace(/(\/?)(?:\?.*)?$/, `/${id}$1`);
  if (id) await forward({ ...reading(asked), method: 'DELETE', path });
  return answer;
};

const reading = (asked: ProxiedRequest): ProxiedRequest => ({ ...asked, method: 'GET', text: '' });
