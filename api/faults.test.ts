import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import driver, { type Sql } from 'postgres';
import type { DevPostgres } from './dev-postgres.ts';
import { build } from './image/build.ts';
import { distributionProgram } from './tests/distribution.ts';
import { startLoad, type Traffic } from './tests/load.ts';
import { temporaryPostgres } from './tests/postgres.ts';
import { type ApiProcess, freePort, imageArguments, startApi } from './tests/process.ts';
import { type NetworkProxy, startProxy } from './tests/proxy.ts';

/**
 * What becomes of requests when the database, or what is between, fails while they run. With
 * FAULT_TABLE=1 the figures are printed.
 */
const clients = 8;
const faketime = await distributionProgram('faketime', '/usr/lib/*/faketime/libfaketime.so.1');

let postgres: DevPostgres;
let proxy: NetworkProxy;
/** As superuser, past the proxy. */
let direct: Sql;
let folder: string;
let args: readonly string[];
const started: ApiProcess[] = [];
const kept: ApiProcess[] = [];
const table: string[] = [];

beforeAll(async () => {
  args = await imageArguments();
  folder = await mkdtemp(path.join(tmpdir(), 'faults-test-'));
  [postgres] = await Promise.all([temporaryPostgres({ durable: true }), build(folder)]);
  proxy = await startProxy(postgres.port);
  await postgres.createDatabase('tasks');
  // Limits of connections do not concern a superuser.
  direct = driver(postgres.url('tasks'), { max: 1, onnotice: () => {} });
  await direct`create role api login password 'api'`;
  await direct`grant create on database tasks to api`;
  await direct`grant create on schema public to api`;
});

afterEach(async () => {
  for (const { child, exited } of started.splice(0)) {
    child.kill('SIGKILL');
    await exited;
  }
});

afterAll(async () => {
  await direct.end();
  await proxy[Symbol.asyncDispose]();
  await postgres.stop();
  await rm(folder, { recursive: true });
  if (process.env.FAULT_TABLE) process.stdout.write(`${table.join('\n')}\n`);
});

async function start(env: Record<string, string> = {}, database = 'tasks'): Promise<ApiProcess> {
  const api = startApi(
    path.join(folder, 'server.cjs'),
    {
      DATABASE_URL: `postgres://api:api@127.0.0.1:${proxy.port}/${database}`,
      PORT: String(await freePort()),
      LOG_LEVEL: 'warn',
      MALLOC_ARENA_MAX: '1',
      ...env,
    },
    '/',
    { timeout: 120_000, args },
  );
  started.push(api);
  return api;
}

const backends = () =>
  direct<{ pid: number }[]>`select pid from pg_stat_activity where usename = 'api'`;
const terminate = async () => {
  await direct`select pg_terminate_backend(pid) from pg_stat_activity where usename = 'api'`;
};

interface Fault {
  readonly name: string;
  readonly begin: () => Promise<unknown>;
  readonly end: () => Promise<unknown>;
  /** Milliseconds. */
  readonly lasts?: number;
  /** What must not have failed. */
  readonly unharmed?: readonly string[];
}

const nothing = async () => {};

const faults: readonly Fault[] = [
  {
    name: 'the database is slow',
    begin: () => proxy.become('slow'),
    end: () => proxy.become('clear'),
    unharmed: ['GET', 'POST', 'PATCH'],
  },
  {
    name: 'connections are terminated, again and again',
    begin: async () => {
      for (let times = 0; times < 8; times += 1) {
        await terminate();
        await sleep(200);
      }
    },
    end: nothing,
  },
  {
    name: 'the server crashes and recovers',
    // The postmaster ends all others when one of them is killed, and starts again from its log.
    begin: async () => {
      const [victim] = await backends();
      if (victim !== undefined) process.kill(victim.pid, 'SIGKILL');
    },
    end: nothing,
  },
  {
    name: 'the database is down',
    begin: () => proxy.become('down'),
    end: () => proxy.become('clear'),
  },
  {
    name: 'every connection ends as it opens',
    begin: () => proxy.become('hanging up'),
    end: () => proxy.become('clear'),
    // The driver tries again for as long as a call may take.
    lasts: 5500,
  },
  {
    name: 'the database is frozen',
    begin: () => proxy.become('frozen'),
    end: () => proxy.become('clear'),
    // Longer than a call may take.
    lasts: 5500,
  },
  {
    name: 'no connection is left',
    begin: async () => {
      await direct`alter role api connection limit 0`;
      await terminate();
    },
    end: () => direct`alter role api connection limit -1`,
  },
  {
    name: 'the disk is full',
    // PostgreSQL's own code for it, from a trigger: the disk itself stays usable.
    begin: () =>
      direct.unsafe(`
        create function no_space() returns trigger language plpgsql as
          $$ begin raise 'could not extend file' using errcode = '53100'; end $$;
        create trigger no_space before insert or update on tasks execute function no_space()`),
    end: () => direct`drop function no_space cascade`,
    unharmed: ['GET'],
  },
  {
    name: 'the table is locked for longer than a call may take',
    begin: async () => {
      await direct`begin`;
      await direct`lock table tasks in share mode`;
    },
    end: () => direct`commit`,
    lasts: 5500,
    unharmed: ['GET'],
  },
  {
    name: 'the server has become a replica',
    begin: async () => {
      await direct`alter role api set default_transaction_read_only = on`;
      await terminate();
    },
    // Connections that are open stay read-only, as those to a server that was demoted do.
    end: () => direct`alter role api reset default_transaction_read_only`,
  },
];

describe('with requests running', () => {
  let api: ApiProcess;
  let urls: readonly string[];
  let memory: number;

  beforeAll(async () => {
    api = await start();
    const replica = await start();
    await Promise.all([api, replica].map((one) => one.answers('/ready', 200)));
    urls = [api.url, replica.url];
    const load = startLoad(urls, clients);
    await sleep(1500);
    await load.stop();
    memory = await resident(api);
    // All faults meet the same processes, which the hook after each test must leave alone.
    kept.push(...started.splice(0));
  });

  afterAll(async () => {
    for (const { child, exited } of kept) {
      child.kill('SIGKILL');
      await exited;
    }
  });

  it.each(faults)('$name', async ({ name, begin, end, lasts = 1000, unharmed = [] }) => {
    const before = await callsAway(api.url);
    const load = startLoad(urls, clients);
    await sleep(300);
    await begin();
    await sleep(lasts);
    await end();
    const recovery = await recovered(api.url);
    await sleep(300);
    await load.stop({ patience: true });
    const { answered } = load.traffic;
    report(name, load.traffic, recovery);

    const wrong = answered.filter(
      ({ method, status, retryAfter }) =>
        status !== (method === 'POST' ? 201 : 200) &&
        // The one that was cut still runs.
        !(status === 409 && method === 'POST' && retryAfter) &&
        !(status === 503 && retryAfter && !unharmed.includes(method)),
    );
    expect(wrong).toEqual([]);
    expect(answered.length).toBeGreaterThan(50);
    // The fault was felt, also where every request got over it.
    if (unharmed.length < 3) expect(await callsAway(api.url)).toBeGreaterThan(before);
    await allAcknowledgedIsThere(load.traffic);
    // Ten for each of two processes.
    expect((await backends()).length).toBeLessThanOrEqual(20);
  });

  it('and after all of that it needs no more memory than before', async () => {
    const load = startLoad(urls, clients);
    await sleep(1000);
    await load.stop();
    const now = await resident(api);
    table.push(`memory: ${megabytes(memory)} before, ${megabytes(now)} after`);
    // What a collector that is in no hurry leaves; each fault made hundreds of failures.
    expect(now).toBeLessThan(memory * 1.3);
    expect(api.stderr()).toBe('');
    expect(api.stdout()).not.toMatch(/"level":"(error|fatal)"/);
  });
});

it('SIGTERM lets every request that was taken have its answer', async () => {
  const api = await start();
  await api.answers('/ready', 200);
  const load = startLoad(api.url, clients);
  await sleep(700);
  api.child.kill('SIGTERM');
  expect(await api.exited).toBe(0);
  await load.stop();
  const { answered } = load.traffic;
  report('SIGTERM', load.traffic, 0);
  // And then nobody listens any more.
  expect(new Set(answered.map(({ status }) => status))).toEqual(
    new Set([200, 201, 'ECONNREFUSED']),
  );
  expect(answered.filter(({ status }) => status === 503)).toEqual([]);
  await allAcknowledgedIsThere(load.traffic);
});

it('four replicas that start at once migrate once, and all serve', async () => {
  await postgres.createDatabase('replicas');
  await direct`grant create on database replicas to api`;
  const superuser = driver(postgres.url('replicas'), { max: 1 });
  await superuser`grant create on schema public to api`;
  const replicas = await Promise.all(
    Array.from({ length: 4 }, () => start({ LOG_LEVEL: 'info' }, 'replicas')),
  );
  await Promise.all(replicas.map((api) => api.answers('/tasks', 200)));
  const migrations = replicas.map((api) => /"migrations":(\d+)/.exec(api.stdout())?.[1]);
  expect(migrations.toSorted()).toEqual(['0', '0', '0', '2']);
  await superuser.end();
});

(faketime === undefined ? it.skip : it)(
  'a clock that jumps an hour, there and back, harms nothing',
  async () => {
    const clock = path.join(folder, 'clock');
    await writeFile(clock, '+0');
    const api = await start({
      LD_PRELOAD: faketime ?? '',
      FAKETIME_TIMESTAMP_FILE: clock,
      FAKETIME_NO_CACHE: '1',
      // As when a machine sets its clock: what counts time that passes goes on evenly.
      DONT_FAKE_MONOTONIC: '1',
      LOG_LEVEL: 'info',
    });
    await api.answers('/ready', 200);
    const load = startLoad(api.url, clients);
    for (const jump of ['+3600', '-3600', '+0']) {
      await writeFile(clock, jump);
      await sleep(500);
    }
    await load.stop();
    report('the clock jumps', load.traffic, 0);
    expect(new Set(load.traffic.answered.map(({ status }) => status))).toEqual(new Set([200, 201]));
    await allAcknowledgedIsThere(load.traffic);
    const hours = new Set([...api.stdout().matchAll(/"time":"[\d-]+T(\d+)/g)].map(([, h]) => h));
    // It did jump.
    expect(hours.size).toBeGreaterThanOrEqual(3);
  },
);

/** Milliseconds until a write and a read succeed. */
async function recovered(url: string): Promise<number> {
  const since = performance.now();
  for (;;) {
    const body = JSON.stringify({ title: 'recovered?' });
    const headers = { 'content-type': 'application/json' };
    const write = await fetch(`${url}/tasks`, { method: 'POST', headers, body });
    const read = await fetch(`${url}/tasks?limit=1`);
    await Promise.all([write.body?.cancel(), read.body?.cancel()]);
    const ms = performance.now() - since;
    if (write.ok && read.ok) return ms;
    if (ms > 10_000) throw new Error('Expected the API to recover within 10 s.');
    await sleep(10);
  }
}

/** Nothing that was answered is missing or there twice, and nothing else was made of what was not. */
async function allAcknowledgedIsThere({ titles, notApplied, changes }: Traffic): Promise<void> {
  const rows = await direct<{ id: string; title: string; description: string | null }[]>`
    select id, title, description from tasks where title like 'sent %'`;
  const idsOf = Map.groupBy(rows, ({ title }) => title);
  for (const [title, id] of titles) {
    const there = (idsOf.get(title) ?? []).map(({ id }) => Number(id));
    if (id === undefined) expect(there.length).toBeLessThanOrEqual(1);
    else expect({ title, there }).toEqual({ title, there: [id] });
  }
  expect([...notApplied].filter((title) => idsOf.has(title))).toEqual([]);
  const descriptions = new Map(rows.map(({ id, description }) => [Number(id), description]));
  for (const [id, sent] of changes) {
    // The last that was acknowledged, or one that was sent after it and whose answer was lost.
    const last = sent.findLastIndex(({ acknowledged }) => acknowledged);
    const possible = sent.slice(Math.max(0, last)).map(({ description }) => description);
    expect([...possible, ...(last === -1 ? [null] : [])]).toContain(descriptions.get(id));
  }
  await direct`delete from tasks where title like 'sent %'`;
}

/** Calls that the database has not answered, those tried again with success included. */
async function callsAway(url: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(/^database_calls_away_total (\d+)$/m.exec(text)?.[1]);
}

/** Bytes. */
async function resident({ child }: ApiProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(0)} MB`;

function report(name: string, { answered }: Traffic, recovery: number): void {
  const counts = Object.entries(Object.groupBy(answered, ({ status }) => String(status)))
    .map(([status, all = []]) => `${status} × ${all.length}`)
    .join(', ');
  const worst = Math.max(...answered.map(({ ms }) => ms));
  table.push(
    `${name}: ${counts}; worst ${worst.toFixed(0)} ms; recovery ${recovery.toFixed(0)} ms`,
  );
}
