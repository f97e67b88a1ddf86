import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import type { Database } from '../db/database.ts';
import type { DevPostgres } from '../dev-postgres.ts';
import { openLog } from '../log.ts';
import { migratedDatabase, temporaryPostgres } from '../tests/postgres.ts';
import { freePort } from '../tests/process.ts';
import { createApp } from './app.ts';
import { type Drain, listen } from './server.ts';

/** HTTP to the letter, by the bytes that are sent and that come back. */
let postgres: DevPostgres;
let database: Database;
let drain: Drain;
let port: number;
let lines: Record<string, unknown>[];

beforeAll(async () => {
  postgres = await temporaryPostgres();
  database = await migratedDatabase(postgres);
  const output = {
    write: (line: string) => lines.push(JSON.parse(line)),
    flushSync() {},
    close: async () => {},
  };
  const log = openLog('info', output);
  port = await freePort();
  const state = { migrated: true, draining: false };
  drain = await listen(createApp({ database, state, log }), port, log);
});

beforeEach(() => {
  lines = [];
});

afterAll(async () => {
  await drain(1000);
  await database.close();
  await postgres.stop();
});

interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

/** Sends the bytes, waits, sends the rest; gives all that comes back within so many milliseconds, answer by answer. */
async function exchange(bytes: string | Buffer, { wait = 300, rest = '' } = {}): Promise<Answer[]> {
  const socket = connect(port, '127.0.0.1');
  let text = '';
  socket.setEncoding('latin1').on('data', (part: string) => {
    text += part;
  });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.on('error', () => {});
  socket.write(bytes);
  if (rest !== '') {
    await sleep(50);
    socket.write(rest);
  }
  await Promise.race([closed, sleep(wait)]);
  socket.destroy();
  return [
    ...text.matchAll(/HTTP\/1\.1 (\d{3})([\s\S]*?)\r\n\r\n([\s\S]*?)(?=HTTP\/1\.1 \d{3}|$)/g),
  ].map(([, status, head = '', body = '']) => ({ status: Number(status), head, body }));
}

const post = (headers: string, content = '', path = '/tasks', method = 'POST') =>
  `${method} ${path} HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n${headers}\r\n${content}`;
const sized = (content: string, headers = '', path = '/tasks', method = 'POST') =>
  post(`Content-Length: ${Buffer.byteLength(content)}\r\n${headers}`, content, path, method);

async function count(title: string): Promise<number> {
  const rows = await database.read((db) =>
    db.execute(sql`select from tasks where title = ${title}`),
  );
  return rows.length;
}

describe('a request that HTTP refuses', () => {
  it.each([
    ['two Hosts', 'GET /tasks HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400],
    ['two Hosts, asking for health', 'GET /health HTTP/1.1\r\nHost: a\r\nhOST: a\r\n\r\n', 400],
    ['no Host', 'GET /tasks HTTP/1.1\r\n\r\n', 400],
    ['an unknown expectation', sized('{}', 'Expect: a miracle\r\n'), 417],
    ['a transfer coding', post('Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n'), 501],
    ['a transfer coding alone', post('Transfer-Encoding: gzip\r\n', '0\r\n\r\n'), 501],
    ['a method that nobody knows', 'BREW /tasks HTTP/1.1\r\nHost: a\r\n\r\n', 501],
    ['a proxy’s method', 'CONNECT example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n', 501],
    ['a line that is none', 'BREW\r\n\r\n', 400],
    ['a charset other than UTF-8', sized('{}').replace('json', 'json; charset=utf-16'), 415],
    ['the charset latin-1', sized('{}').replace('json', 'json; charset="iso-8859-1"'), 415],
  ])('with %s is a problem, and has a line in the log', async (_, bytes, status) => {
    const answers = await exchange(bytes);
    expect(answers.map((answer) => answer.status)).toEqual([status]);
    expect(answers[0]?.head).toMatch(/content-type: application\/problem\+json/i);
    expect(JSON.parse(answers[0]?.body ?? '')).toMatchObject({ status, type: 'about:blank' });
    expect(lines.map((line) => line.status)).toEqual([status]);
  });

  it.each(['utf-8', 'UTF-8', '"utf-8"', 'utf8'])('is not one with the charset %s', async (name) => {
    const bytes = sized('{"title":"charset"}').replace('json', `json; charset=${name}`);
    expect((await exchange(bytes))[0]?.status).toBe(201);
  });

  it('still is answered when it has HTTP/1.0 and no Host', async () => {
    expect((await exchange('GET /health HTTP/1.0\r\n\r\n'))[0]?.status).toBe(200);
  });
});

describe('content', () => {
  it('that is too large is answered 413 before it is read', async () => {
    const [answer] = await exchange(post('Content-Length: 10000000\r\n', '{"title":'));
    expect(answer?.status).toBe(413);
  });

  it('that is too large and comes in chunks is answered as soon as that is known', async () => {
    const chunk = `1000\r\n${'x'.repeat(0x1000)}\r\n`;
    const [answer] = await exchange(post('Transfer-Encoding: chunked\r\n', chunk.repeat(30)));
    expect(answer?.status).toBe(413);
  });

  it.each(['gzip', 'br', 'x'])('in the coding %s is answered 415', async (coding) => {
    const [answer] = await exchange(sized('{}', `Content-Encoding: ${coding}\r\n`));
    expect(answer?.status).toBe(415);
    expect(answer?.head).toMatch(/accept-encoding: identity/i);
  });

  it.each([
    ['is too large', post('Content-Length: 200000\r\nExpect: 100-continue\r\n'), 413],
    ['has no place', post('Content-Length: 2\r\nExpect: 100-continue\r\n', '', '/nowhere'), 404],
    [
      'has another type',
      post('Content-Length: 2\r\nExpect: 100-continue\r\n').replace('json', 'xml'),
      415,
    ],
    [
      'is for no id',
      post('Content-Length: 2\r\nExpect: 100-continue\r\n', '', '/tasks/x', 'PUT'),
      400,
    ],
    [
      'has a method too many',
      post('Content-Length: 2\r\nExpect: 100-continue\r\n', '', '/tasks', 'PUT'),
      405,
    ],
  ])('that %s is not asked for with 100', async (_, bytes, status) => {
    expect((await exchange(bytes)).map((answer) => answer.status)).toEqual([status]);
  });

  it('that is wanted is asked for with 100', async () => {
    const rest = '{"title":"continued"}';
    const head = post(`Content-Length: ${rest.length}\r\nExpect: 100-continue\r\n`);
    const answers = await exchange(head, { rest, wait: 500 });
    expect(answers.map(({ status }) => status)).toEqual([100, 201]);
  });
});

describe('content of which half comes', () => {
  it('holds up nobody else, and makes nothing', async () => {
    const title = `half ${'x'.repeat(150)}`;
    const whole = sized(JSON.stringify({ title, description: 'y'.repeat(9000) }));
    const sockets = Array.from({ length: 200 }, () => {
      const socket = connect(port, '127.0.0.1').on('error', () => {});
      socket.write(whole.slice(0, 5000));
      return socket;
    });
    try {
      await sleep(200);
      const [created] = await exchange(sized('{"title":"whole"}', 'Connection: close\r\n'), {
        wait: 5000,
      });
      expect(created?.status).toBe(201);
      expect(sockets.filter(({ closed }) => closed)).toEqual([]);
    } finally {
      for (const socket of sockets) socket.destroy();
    }
    await sleep(200);
    expect(await count(title)).toBe(0);
    expect(lines.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

describe('requests on one connection', () => {
  it('that were sent without waiting are carried out in their order', async () => {
    const [created] = await exchange(sized('{"title":"order"}'));
    const { id } = JSON.parse(created?.body ?? '');
    const patches = Array.from({ length: 20 }, (_, turn) =>
      sized(JSON.stringify({ title: `order ${turn}` }), '', `/tasks/${id}`, 'PATCH'),
    );
    const answers = await exchange(patches.join(''), { wait: 1500 });
    expect(answers.map(({ body }) => JSON.parse(body).title)).toEqual(
      patches.map((_, turn) => `order ${turn}`),
    );
    const [last] = await exchange(`GET /tasks/${id} HTTP/1.1\r\nHost: a\r\n\r\n`);
    expect(JSON.parse(last?.body ?? '').title).toBe('order 19');
  });

  it('are answered before the one that is no HTTP, and those after it are not carried out', async () => {
    const bytes = `${sized('{"title":"before"}')}BREW\r\n\r\n${sized('{"title":"after"}')}`;
    const answers = await exchange(bytes);
    expect(answers.map(({ status }) => status)).toEqual([201, 400]);
    expect(await count('after')).toBe(0);
  });

  it('after one that ended the connection are not carried out', async () => {
    const bytes = `GET /tasks HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n${sized('{"title":"later"}')}`;
    expect((await exchange(bytes)).map(({ status }) => status)).toEqual([400]);
    expect(await count('later')).toBe(0);
  });
});

it('a 422 is not much larger than its request, whatever is wrong with it', async () => {
  const many = JSON.stringify(
    Object.fromEntries(Array.from({ length: 8000 }, (_, index) => [`m${index}`, 1])),
  );
  const long = JSON.stringify({ ['y'.repeat(90_000)]: 1 });
  for (const content of [many, long, '{"a":1,"b":2}']) {
    const [answer] = await exchange(sized(content), { wait: 1000 });
    expect(answer?.status).toBe(422);
    expect(answer?.body.length).toBeLessThan(content.length + 2000);
    expect(JSON.parse(answer?.body ?? '').errors.length).toBeGreaterThan(0);
  }
});

describe('headers', () => {
  it('task data is to be asked for anew each time, with its ETag', async () => {
    const [created] = await exchange(sized('{"title":"cached?"}'));
    const { id } = JSON.parse(created?.body ?? '');
    const get = (path: string, more = '') =>
      exchange(`GET ${path} HTTP/1.1\r\nHost: a\r\n${more}\r\n`);
    const etag = /etag: (\S+)/i.exec(created?.head ?? '')?.[1];
    const answers = [
      created,
      ...(await get(`/tasks/${id}`)),
      ...(await get('/tasks?limit=1')),
      ...(await get(`/tasks/${id}`, `If-None-Match: ${etag}\r\n`)),
    ];
    expect(answers.map((answer) => answer?.status)).toEqual([201, 200, 200, 304]);
    for (const answer of answers) expect(answer?.head).toMatch(/cache-control: no-cache/i);
    expect(answers[3]?.head).toContain(`etag: ${etag}`.replace('etag', 'etag'));
  });

  it('nothing promises HTTPS over plain HTTP', async () => {
    for (const path of ['/health', '/tasks', '/docs', '/nothing']) {
      const [answer] = await exchange(`GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`, { wait: 600 });
      expect(answer?.head).not.toMatch(/strict-transport-security/i);
    }
  });

  it('OPTIONS and 415 say what PATCH takes', async () => {
    const [options] = await exchange('OPTIONS /tasks/1 HTTP/1.1\r\nHost: a\r\n\r\n');
    expect(options?.head).toMatch(/accept-patch: application\/json/i);
    const wrong = sized('{}', '', '/tasks/1', 'PATCH').replace('/json', '/merge-patch+json');
    const [refused] = await exchange(wrong);
    expect([refused?.status, refused?.head]).toEqual([
      415,
      expect.stringMatching(/accept-patch: application\/json/i),
    ]);
  });

  it('If-Match: * changes what is there, and is no list', async () => {
    const [created] = await exchange(sized('{"title":"any"}'));
    const { id } = JSON.parse(created?.body ?? '');
    const patch = (match: string) =>
      exchange(sized('{"title":"now"}', `If-Match: ${match}\r\n`, `/tasks/${id}`, 'PATCH'));
    const etag = /etag: "(\S+)"/i.exec(created?.head ?? '')?.[1];
    expect((await patch(`"a, ${etag}", "*"`))[0]?.status).toBe(412);
    expect((await patch(`"a,b" , "${etag}"`))[0]?.status).toBe(200);
    expect((await patch('*'))[0]?.status).toBe(200);
  });
});

it('the log has no user and no password of an absolute target', async () => {
  const [answer] = await exchange(
    'GET http://user:hidden@a/tasks?limit=1 HTTP/1.1\r\nHost: a\r\n\r\n',
  );
  expect(answer?.status).toBe(200);
  expect(lines).toEqual([expect.objectContaining({ path: '/tasks', status: 200 })]);
  expect(JSON.stringify(lines)).not.toMatch('hidden');
});
