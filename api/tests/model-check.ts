import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { build } from '../image/build.ts';
import { emptyDatabase, temporaryPostgres } from './postgres.ts';
import { freePort, startApi } from './process.ts';

/**
 * `npm run model`: clients that do random things to the built API, each of which knows what its own tasks
 * are and what every answer must be; some tasks are shared, and counted up under If-Match. Exits 1 at the
 * first answer that the model does not allow, with the seed that gives it again.
 */
const { seed, requests, clients } = new Command('model')
  .description('Compares every answer of the API with a model of it, under concurrent clients.')
  .option('--seed <n>', 'what the random choices come from', positive, 1)
  .option('--requests <n>', 'how many answers are compared', positive, 20_000)
  .option('--clients <n>', 'how many work at once', positive, 16)
  .parse()
  .opts<{ seed: number; requests: number; clients: number }>();

interface Answer {
  readonly status: number;
  readonly etag: string | undefined;
  // biome-ignore lint/suspicious/noExplicitAny: an answer is compared, member by member, with what it must be
  readonly body: any;
}

interface ModelTask {
  readonly id: number;
  title: string;
  description: string | null;
  status: string;
}

/** How many tasks all clients count up together. */
const sharedTasks = 4;

await using scope = new AsyncDisposableStack();
const folder = await mkdtemp(path.join(tmpdir(), 'model-'));
scope.defer(() => rm(folder, { recursive: true, force: true }));
const postgres = scope.use(await temporaryPostgres());
await build(folder);
const port = await freePort();
const api = startApi(
  path.join(folder, 'server.cjs'),
  { DATABASE_URL: await emptyDatabase(postgres), PORT: String(port), LOG_LEVEL: 'warn' },
  '/',
  { timeout: 20 * 60_000 },
);
scope.defer(async () => {
  api.child.kill('SIGTERM');
  await api.exited;
});
await api.answers('/ready', 200);
const agent = new Agent({ keepAlive: true });
scope.defer(() => agent.destroy());

let sent = 0;
const counts = new Map<string, number>();

const shared: number[] = [];
for (let index = 0; index < sharedTasks; index += 1)
  shared.push((await ask('POST', '/tasks', { title: 'shared', description: '0' })).body.id);
const increments = new Map(shared.map((id) => [id, 0]));

try {
  await Promise.all(Array.from({ length: clients }, (_, index) => client(index)));
  for (const [id, wanted] of increments)
    check(
      Number((await ask('GET', `/tasks/${id}`)).body.description) === wanted,
      `task ${id} counts ${wanted}`,
    );
  const errors = api.stdout().match(/"level":"(?:error|fatal)".*/g) ?? [];
  check(errors.length === 0, `no error in the log: ${errors[0]}`);
  const done = [...counts].sort().map(([what, n]) => `${what} ${n}`);
  process.stdout.write(
    `${sent} answers of seed ${seed} as the model has them: ${done.join(', ')}\n`,
  );
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(
    `${error instanceof Error ? error.message : error}\nAgain: npm run model -- --seed ${seed}\n`,
  );
}

/** One client: its own tasks are its own, so each answer about them is known beforehand. */
async function client(index: number): Promise<void> {
  const random = randomOf(seed * 1000 + index);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const own = new Map<number, ModelTask>();
  const title = () =>
    `${index} ${pick(['plain', "O'Brien", '日本語', '🙂 & <b>', '%00', '\\'])} ${Math.floor(random() * 1e6)}`;
  const status = () => pick(['pending', 'in_progress', 'completed']);
  const same = (answer: Answer, task: ModelTask, expected: number) => {
    const { created_at: _when, ...rest } = answer.body ?? {};
    const fields = JSON.stringify(Object.entries(task).sort());
    check(
      answer.status === expected && JSON.stringify(Object.entries(rest).sort()) === fields,
      `${expected} with ${JSON.stringify(task)}, got ${answer.status} with ${JSON.stringify(answer.body)}`,
    );
  };
  while (sent < requests) {
    const [task] = [own.size === 0 ? undefined : pick([...own.values()])];
    const roll = random();
    if (task === undefined || roll < 0.2) {
      const made = { title: title(), description: pick([null, '', 'text']), status: status() };
      const headers: Record<string, string> =
        random() < 0.5 ? { 'idempotency-key': `"${seed}-${index}-${sent}-${random()}"` } : {};
      const answer = await ask('POST', '/tasks', made, headers);
      const created = { id: answer.body.id, ...made };
      same(answer, created, 201);
      check(!own.has(created.id), `an id of its own, got ${created.id} twice`);
      own.set(created.id, created);
      // A client that did not see the answer asks again with its key.
      if ('idempotency-key' in headers)
        same(await ask('POST', '/tasks', made, headers), created, 201);
    } else if (roll < 0.45) {
      same(await ask('GET', `/tasks/${task.id}`), task, 200);
    } else if (roll < 0.6) {
      const change = pick([
        { title: title() },
        { status: status() },
        { description: null },
        { description: title(), status: status() },
      ]);
      Object.assign(task, change);
      same(await ask('PATCH', `/tasks/${task.id}`, change), task, 200);
    } else if (roll < 0.68) {
      const whole = {
        title: title(),
        description: null,
        status: 'pending',
        ...(random() < 0.5 && { status: status() }),
      };
      Object.assign(task, whole);
      same(await ask('PUT', `/tasks/${task.id}`, whole), task, 200);
    } else if (roll < 0.73) {
      own.delete(task.id);
      check((await ask('DELETE', `/tasks/${task.id}`)).status === 204, '204 for a task of its own');
      check((await ask('GET', `/tasks/${task.id}`)).status === 404, '404 for a task that is gone');
      check(
        (await ask('PATCH', `/tasks/${task.id}`, { title: 'x' })).status === 404,
        '404 for a change of it',
      );
    } else if (roll < 0.78) {
      check(
        (await ask('PATCH', `/tasks/${task.id}`, { title: '' })).status === 422,
        '422 for an empty title',
      );
      same(await ask('GET', `/tasks/${task.id}`), task, 200);
    } else if (roll < 0.84) {
      const old = await ask('GET', `/tasks/${task.id}`);
      task.title = title();
      same(await ask('PATCH', `/tasks/${task.id}`, { title: task.title }), task, 200);
      const stale = await ask(
        'PATCH',
        `/tasks/${task.id}`,
        { title: 'stale' },
        { 'if-match': old.etag ?? '' },
      );
      check(stale.status === 412, `412 for the tag of an older version, got ${stale.status}`);
    } else if (roll < 0.95) {
      const id = pick(shared);
      const { body, etag = '' } = await ask('GET', `/tasks/${id}`);
      const description = String(Number(body.description) + 1);
      const answer = await ask('PATCH', `/tasks/${id}`, { description }, { 'if-match': etag });
      check(answer.status === 200 || answer.status === 412, `200 or 412, got ${answer.status}`);
      if (answer.status === 200) increments.set(id, (increments.get(id) ?? 0) + 1);
    } else {
      await wholeList(own);
    }
  }
}

/** Page by page: each task of the client once, as it is; others come and go meanwhile. */
async function wholeList(own: ReadonlyMap<number, ModelTask>): Promise<void> {
  const seen = new Map<number, ModelTask>();
  let after = 0;
  for (;;) {
    const { status, body } = await ask('GET', `/tasks?limit=100&after=${after}`);
    check(status === 200 && Array.isArray(body), `200 with a list, got ${status}`);
    for (const task of body) {
      check(
        task !== null && task.id > after,
        `tasks in the order of their ids, got ${JSON.stringify(task)}`,
      );
      after = task.id;
      seen.set(task.id, task);
    }
    if (body.length < 100) break;
  }
  for (const task of own.values())
    check(
      seen.get(task.id)?.title === task.title,
      `task ${task.id} in the list as "${task.title}"`,
    );
}

async function ask(
  method: string,
  to: string,
  body?: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  sent += 1;
  const text = body === undefined ? '' : JSON.stringify(body);
  const outgoing = request({
    agent,
    port,
    method,
    path: to,
    headers: {
      ...(body && {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(text),
      }),
      ...headers,
    },
  });
  outgoing.end(text);
  const [response] = await once(outgoing, 'response');
  let answer = '';
  for await (const part of response.setEncoding('utf8')) answer += part;
  check(
    response.statusCode < 500,
    `no 5xx, got ${response.statusCode} for ${method} ${to}: ${answer}`,
  );
  const what = `${method} ${response.statusCode}`;
  counts.set(what, (counts.get(what) ?? 0) + 1);
  return {
    status: response.statusCode,
    etag: response.headers.etag,
    body: answer === '' ? undefined : JSON.parse(answer),
  };
}

function check(holds: boolean, expected: string): asserts holds {
  if (!holds) throw new Error(`Expected ${expected}`);
}

/** Without clients or requests nothing would be compared, and the end would look like success. */
function positive(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text))
    throw new InvalidArgumentError('Expected a whole number from 1.');
  return Number(text);
}

/** The same numbers for the same seed (mulberry32). */
function randomOf(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
