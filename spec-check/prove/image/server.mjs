// A small API that keeps its promises, unless FAULT names one that it breaks, or another way of keeping
// them. Only for tests: what spec-check says of it must follow from what it does.
import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { networkInterfaces, userInfo } from 'node:os';
import { json } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import postgres from 'postgres';

const named = process.env.FAULT?.split(',') ?? [];
/** @param {string} name */
const has = (name) => named.includes(name);

const { DATABASE_URL, PORT } = process.env;

/** JSON lines, or none. @param {Record<string, unknown>} record */
const log = (record) => has('observable') && process.stdout.write(`${JSON.stringify(record)}\n`);
log({ level: 'info', msg: 'Starting the task store' });
if (has('logs-text')) process.stdout.write('Listening, 0 errors so far\n');
if (has('logs-an-error')) log({ level: 'error', msg: 'cache is cold' });
if (has('logs-a-trace')) process.stderr.write(`${new Error('no cache').stack}\n`);
if (has('logs-the-url')) process.stdout.write(`connecting to ${DATABASE_URL}\n`);
if (has('logs-to-var')) writeFileSync('/tmp/app.log', 'started\n');
if (has('prints-a-secret')) process.stdout.write(`licence key ${'npg'}_f4kEbUtVaRiEd9\n`);
const isEmptyFine = has('starts-with-an-empty-url') && DATABASE_URL === '';
if (!DATABASE_URL && !isEmptyFine && !has('starts-without-database-url')) {
  if (!has('exits-silently'))
    process.stderr.write('DATABASE_URL is not set: postgres://user:password@host:5432/name\n');
  process.exit(has('exits-with-0') ? 0 : 1);
}

// A name that only the first machine gives its containers, as the services of a Compose file have.
if (has('needs-the-first-machine')) await lookup('host.docker.internal');

if (has('heartbeat')) setInterval(() => writeFileSync('/tmp/alive', `${Date.now()}`), 500).unref();
if (has('slow-start')) await pause(8000);
// What takes more than an ordinary user on a read-only file system has.
if (has('writes-a-file')) writeFileSync('/tmp/started', '');
if (has('writes-to-data')) writeFileSync('/data/started', '');
if (has('looks-up-its-user')) process.stdout.write(`started by ${userInfo().username}\n`);
if (has('needs-root')) process.geteuid?.() === 0 || process.exit(9);
if (has('exits-soon')) setTimeout(() => process.exit(3), 2000);
if (has('switches-user')) {
  process.setgid?.(1000);
  process.setuid?.(1000);
}

if (has('starts-slowly')) await pause(2500);
const started = Date.now();
/** Memory that is never given back. @type {Buffer[]} */
const hoard = [];
if (has('hoards-at-start')) hoard.push(Buffer.alloc(200e6, 1));
let requests = 0;
let healthAsked = 0;

const base = has('nested') ? '/api/v2/to-do' : '/tasks';
const store =
  has('memory') || isEmptyFine
    ? inMap()
    : has('ignores-database-url')
      ? inMap(process.env.TASKS_FILE ?? '/tmp/tasks.json')
      : await inDatabase(DATABASE_URL ?? '');
let lost = false;
let lastId = 0;
const emptyText = has('wants-a-description') ? '' : null;
/** What a list showed first. @type {any[] | undefined} */
let firstList;

const server = createServer(async (request, response) => {
  /** @param {number} status @param {unknown} [body] */
  const send = (status, body) => {
    response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  };
  try {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    requests += 1;
    const headers = has('logs-headers') ? request.headers : {};
    log({ level: 'info', msg: `${request.method} ${pathname}`, ...headers });
    if (has('metrics-are-json') && pathname === '/metrics') return send(200, { requests });
    if (has('answers-500')) return send(500, { error: 'internal' });
    if (has('observable')) {
      const allowed = has('allows-another-origin') ? 5000 : 4000;
      response.setHeader('access-control-allow-origin', `http://localhost:${allowed}`);
      if (request.method === 'OPTIONS') return send(204);
      if (pathname === '/metrics')
        return void response.end(`# TYPE requests counter\nrequests{path="/"} ${requests}\n`);
      if (pathname === '/docs')
        return void response.end('<script src="swagger-ui-bundle.js"></script>');
    }
    if (has('hoards-requests')) hoard.push(Buffer.alloc(500e3, 1));
    if (pathname === '/health') {
      healthAsked += 1;
      if (has('slow') || (has('slow-at-times') && requests % 15 === 0)) await pause(700);
      if (has('unwell-at-times') && requests % 15 === 0) return send(500, { error: 'internal' });
      if (has('health-runs-out') && healthAsked > 4) return;
      if (has('health-wants-json') && !/json/.test(request.headers.accept ?? '')) return send(406);
    }
    const isEarly = Date.now() - started < 2500;
    if (has('busy-at-first') && isEarly) return send(503, { error: 'busy' });
    if (pathname === (has('health-elsewhere') ? '/healthz' : '/health')) {
      if (lost) return send(503, { status: 'lost' });
      if (has('health-asks-database') || has('never-recovers')) await store.all();
      const status = has('health-says-ok') ? 'ok' : 'healthy';
      return send(has('health-fails') ? 500 : 200, { status });
    }
    if (pathname === '/openapi.json' && !has('no-document')) return send(200, document());
    if ((has('late-database') && isEarly) || lost) return send(503, { error: 'not ready' });
    if (/\/notes\b|^\/users/.test(pathname)) throw new Error('no such table');
    const [, id] = new RegExp(`^${base}/(.*)`).exec(decodeURIComponent(pathname)) ?? [];
    if (pathname !== base && id === undefined) return send(404, { error: 'not found' });
    const { method = '' } = request;
    const body = /^P/.test(method) ? await json(request).catch(() => undefined) : {};
    if (body === undefined) return send(400, { error: 'no JSON' });
    const handled = await handle(method, id, body);
    return send(handled.status, handled.body);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    if (has('never-recovers')) lost = true;
    return send(request.url === '/health' ? 503 : 500, { error: 'internal' });
  }
});
server.listen(
  has('fixed-port') ? 8000 : Number(PORT ?? 8000),
  has('loopback-only') ? '127.0.0.1' : has('one-address') ? ownAddress() : '0.0.0.0',
);
if (!has('ignores-sigterm')) for (const signal of ['SIGTERM', 'SIGINT']) process.on(signal, stop);

let stopping = false;
function stop() {
  stopping = true;
  if (has('drops-requests')) process.exit(0);
  if (has('stops-soon')) setTimeout(() => process.exit(0), 1500);
  server.close(() => process.exit(has('exits-with-143') ? 143 : 0));
  server.closeIdleConnections();
}

/** Of the container on its network. */
function ownAddress() {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  return all.find(({ internal, family }) => !internal && family === 'IPv4')?.address;
}

/** @param {string} method @param {string | undefined} id @param {any} body @returns {Promise<{ status: number, body?: unknown }>} */
async function handle(method, id, body) {
  if (id === undefined && method === 'GET') {
    const all = await store.all();
    firstList ??= all;
    let body = has('lists-50') ? all.slice(0, 50) : all;
    if (has('lists-its-own')) body = all.filter(({ id }) => Number(id) > started * 1000);
    if (has('lists-old-values'))
      body = all.map((one) => firstList?.find(({ id }) => id === one.id) ?? one);
    return { status: 200, body: has('envelope') ? { data: all, total: all.length } : body };
  }
  if (id === undefined && method === 'POST') {
    if (has('accepts-anything')) body.title ??= 'none';
    if (!isTask(body)) return refusedBody;
    if (has('writes-to-root')) writeFileSync('/written', '');
    if (has('logs-to-a-file')) appendFileSync('/tmp/access.log', 'POST\n');
    if (has('refuses-when-stopping') && stopping) return { status: 429 };
    const task = {
      id: has('uuid') ? randomUUID() : String(nextId()),
      title: body.title,
      description: has('drops-a-field') ? null : (body.description ?? emptyText),
      status: body.status ?? 'pending',
    };
    if (has('breaks-on-quotes') && /'/.test(task.title)) throw new Error('syntax error');
    if (has('full-after-12') && (await store.all()).length >= 12) throw new Error('full');
    if (has('cuts-text')) task.title = task.title.slice(0, 60);
    const { title } = task;
    if (has('forgets-long-text') && title.length > 99) forgotten.set(task.id, task);
    else if (has('forgets-names') && /^(?!spec|e2e|test)/.test(title)) forgotten.set(task.id, task);
    else if (has('writes-later')) setTimeout(() => store.put(task).then(() => {}), 60);
    else await store.put(task);
    firstList?.push(task);
    return { status: has('status-200') ? 200 : 201, body: shown(task) };
  }
  const task = forgotten.get(id) ?? (await store.all()).find((one) => one.id === id);
  if (task === undefined) return { status: 404, body: { error: 'no such task' } };
  if (method === 'GET') return { status: 200, body: shown(task) };
  const updates = has('put-only') ? ['PUT'] : has('patch-only') ? ['PATCH'] : ['PUT', 'PATCH'];
  if (updates.includes(method)) {
    const changed = { ...task, ...body };
    if (!isTask(method === 'PUT' ? body : changed)) return refusedBody;
    if (has('cuts-text')) changed.title = changed.title.slice(0, 60);
    if (has('put-forgets-status') && method === 'PUT') changed.status = task.status;
    if (has('patch-empties') && method === 'PATCH') changed.description = body.description ?? null;
    if (has('update-changes-older'))
      for (const one of await store.all())
        if (one.id < task.id) await store.put({ ...one, status: changed.status });
    if (has('update-changes-all'))
      for (const one of await store.all()) await store.put({ ...one, title: changed.title });
    await store.put(changed);
    return { status: 200, body: shown(changed) };
  }
  if (method === 'DELETE') {
    if (has('delete-deletes-older'))
      for (const one of await store.all()) if (one.id < task.id) await store.remove(one.id);
    if (has('delete-comes-back')) setTimeout(() => store.put(task).then(() => {}), 1500).unref();
    if (has('delete-blanks')) await store.put({ ...task, title: '', description: null });
    if (has('delete-hides') || has('delete-blanks')) await store.hide(task.id);
    else if (!has('delete-deletes-nothing')) await store.remove(task.id);
    return { status: has('status-200') ? 200 : 204 };
  }
  return { status: 405 };
}

/** Items that no database has. @type {Map<string | undefined, any>} */
const forgotten = new Map();

const refusedBody = { status: 422, body: { error: 'title' } };

/** Whether a body is as the document says. @param {any} body */
function isTask({ title, description, status = 'done' }) {
  const isText = typeof title === 'string' && title.length > 0 && title.length <= 200;
  return isText && typeof (description ?? '') === 'string' && /^(pending|done)$/.test(status);
}

/** Later than any id of a process that ran before, and another one than of a process beside it. */
function nextId() {
  if (has('counts-in-milliseconds')) return Date.now();
  lastId = Math.max(lastId + 1, Date.now() * 1000 + Math.floor(Math.random() * 999));
  return lastId;
}

/** @param {any} task */
function shown(task) {
  const item = has('uuid') ? task : { ...task, id: Number(task.id) };
  return has('envelope') ? { data: item } : item;
}

/** What it says of itself, without what it does not serve. */
function document() {
  const text = readFileSync(new URL('openapi.json', import.meta.url), 'utf8');
  const document = JSON.parse(text.replaceAll('/tasks', base));
  const { paths, components } = document;
  for (const path of Object.keys(paths)) {
    const [failing] = /notes|users/.exec(path) ?? [];
    if (failing && !has(`${failing}-fail`)) delete paths[path];
  }
  if (has('patch-only')) delete paths[`${base}/{id}`].put;
  if (has('put-only')) delete paths[`${base}/{id}`].patch;
  if (has('uuid')) components.schemas.Id = { type: 'string', format: 'uuid' };
  return document;
}

/** @param {string} url */
async function inDatabase(url) {
  const ssl = has('wants-tls') && 'require';
  const sql = postgres(url, { max: 2, ssl, fetch_types: false, onnotice: () => {} });
  await sql`create table if not exists todo (id text primary key, title text, description text, status text, hidden boolean default false)`.catch(
    (error) => {
      // Another container makes it at this moment.
      if (error.code !== '23505') throw error;
    },
  );
  if (has('adds-a-column'))
    await sql.unsafe(`alter table todo add column extra_${Date.now()} text`);
  if (has('wants-a-description'))
    await sql`alter table todo alter description type text using coalesce(description, ''), alter description set not null`;
  if (has('locks-the-table')) await sql`do $$ begin lock todo; perform pg_sleep(5); end $$`;
  if (has('knows-its-columns'))
    await sql`select 1 / (6 - count(*)) from information_schema.columns where table_name = 'todo'`;
  if (has('drops-a-column')) await sql`alter table todo drop column if exists hidden`;
  if (has('indexed')) await sql`create index if not exists todo_title on todo (title)`;
  if (has('seeds-rubbish')) await sql`insert into todo values (gen_random_uuid(), '', '', 'done')`;
  if (has('empties-at-start')) await sql`truncate todo`;
  if (has('keeps-the-newest')) await sql`delete from todo where id < (select max(id) from todo)`;
  if (has('doubles-rows')) await sql`insert into todo select id || '0', title from todo`;
  if (has('empties-a-column')) await sql`update todo set description = null`;
  if (has('keeps-events')) {
    await sql`create table if not exists todo_events (like todo, seq bigserial primary key)`;
    const all = () =>
      sql`select id, title, description, status from (select distinct on (id) * from todo_events order by id, seq desc) as t where not hidden`;
    const add = (/** @type {any} */ { id, title, description, status }, hidden = false) =>
      sql`insert into todo_events values (${id}, ${title}, ${description}, ${status}, ${hidden})`;
    const remove = (/** @type {string} */ id) =>
      add({ id, title: '', description: null, status: '' }, true);
    return { all, put: (/** @type {any} */ task) => add(task), remove, hide: remove };
  }
  return {
    all: () =>
      sql`select id, title, description, status from todo where ${has('hides-nothing') ? sql`true` : sql`not hidden`} order by id`,
    put: (/** @type {any} */ { id, title, description, status }) =>
      sql`insert into todo values (${id}, ${title}, ${description}, ${status}) on conflict (id) do update set title = ${title}, description = ${description}, status = ${status}`,
    remove: (/** @type {string} */ id) => sql`delete from todo where id = ${id}`,
    hide: (/** @type {string} */ id) => sql`update todo set hidden = true where id = ${id}`,
  };
}

/** In a file, where one is given. @param {string} [file] */
function inMap(file) {
  let tasks = new Map();
  const read = () => {
    if (file && existsSync(file)) tasks = new Map(JSON.parse(readFileSync(file, 'utf8')));
    return tasks;
  };
  const change = async (/** @type {(tasks: Map<any, any>) => void} */ edit) => {
    edit(read());
    if (file) writeFileSync(file, JSON.stringify([...tasks]));
  };
  const remove = (/** @type {string} */ id) => change((tasks) => tasks.delete(id));
  const put = (/** @type {any} */ task) => change((tasks) => tasks.set(task.id, task));
  return { all: async () => [...read().values()], put, remove, hide: remove };
}
