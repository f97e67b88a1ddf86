import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { openLog } from '../log.ts';
import { freePort } from '../tests/process.ts';
import { collectGarbage } from './memory.ts';
import { type Drain, listen } from './server.ts';

let drain: Drain;
let port: number;

beforeEach(async () => {
  port = await freePort();
  drain = await listen(
    (_request, response) => {
      response.end('served');
    },
    port,
    openLog('silent'),
  );
});

afterEach(() => drain(1000));

async function send(bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let answer = '';
  socket.on('data', (text: string) => {
    answer += text;
  });
  socket.write(bytes);
  await once(socket, 'close');
  return answer;
}

describe('what is no HTTP', () => {
  it.each([
    ['a malformed line', 'HELLO\r\n\r\n', 400],
    ['a malformed header', 'GET / HTTP/1.1\r\nHost: a\r\nx y: z\r\n\r\n', 400],
    [
      'two lengths',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      400,
    ],
    [
      'a length and chunks',
      'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      400,
    ],
    ['a large header', `GET / HTTP/1.1\r\nHost: a\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`, 431],
  ])('%s is a problem as any other, and the end of the connection', async (_, bytes, status) => {
    const [head = '', body = ''] = (await send(bytes)).split('\r\n\r\n');
    expect(head).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(head).toMatch('content-type: application/problem+json');
    expect(head).toMatch('Connection: close');
    expect(JSON.parse(body)).toMatchObject({
      status,
      title: expect.any(String),
      detail: expect.any(String),
    });
  });
});

describe('requests that wait for the one before them', () => {
  const request = 'GET / HTTP/1.1\r\nHost: a\r\n\r\n';
  const held: ServerResponse[] = [];

  beforeEach(async () => {
    await drain(1000);
    port = await freePort();
    drain = await listen(
      (_request, response) => {
        if (held.length === 0) held.push(response);
        else response.end('served');
      },
      port,
      openLog('silent'),
    );
  });

  afterEach(() => {
    held.length = 0;
  });

  /** Sends the bytes again and again behind a request that has no answer yet; how many the server has taken. */
  async function pipelined(bytes: string, times: number) {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    let answers = '';
    socket
      .on('error', () => {})
      .on('data', (text: string) => {
        answers += text;
      });
    socket.write(bytes);
    for (let time = 1; time < times; time += 1) socket.write(bytes);
    await sleep(300);
    return { socket, served: () => answers.match(/served/g)?.length ?? 0 };
  }

  it('are served in the end, and not read meanwhile', async () => {
    const { socket, served } = await pipelined(request.padEnd(20_000, '\r\n'), 1000);
    // What the server does not read stays with the client.
    expect(socket.writableLength).toBeGreaterThan(1_000_000);
    expect(served()).toBe(0);
    held[0]?.end('served');
    while (served() < 1000) await sleep(20);
    socket.destroy();
  });

  it('end their connection when they are too many, and leave the others alone', async () => {
    const { socket } = await pipelined(request.repeat(2000), 1);
    while (!socket.closed) await sleep(20);
    held.length = 1;
    expect(await send(request.replace('\r\n\r\n', '\r\nConnection: close\r\n\r\n'))).toMatch(
      'served',
    );
    // Those that waited have gone with it: as many may wait again.
    held.length = 0;
    const again = await pipelined(request.repeat(400), 1);
    held[0]?.end('served');
    while (again.served() < 400) await sleep(20);
    again.socket.destroy();
  });
});

it('a port that is taken is refused with the system’s code', async () => {
  await expect(listen(() => {}, port, openLog('silent'))).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});

it('answers what came on a kept connection before the end, though the process was held up', async () => {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const answers: string[] = [];
  socket.on('data', (bytes) => answers.push(String(bytes)));
  const request = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';
  socket.write(request);
  await sleep(100);
  const closed = once(socket, 'close');
  const drained = drain(3000);
  // From here, timers are due before anything is read.
  await new Promise(setImmediate);
  socket.write(request);
  for (const end = performance.now() + 500; performance.now() < end; );
  expect(await drained).toBe(true);
  await closed;
  expect(answers.join('').match(/HTTP\/1\.1 200 /g)).toHaveLength(2);
});

it('keeps nothing of a request that has its answer while the connection is kept', async () => {
  await drain(1000);
  port = await freePort();
  const answered: WeakRef<ServerResponse>[] = [];
  drain = await listen(
    (_request, response) => {
      answered.push(new WeakRef(response));
      response.end('served');
    },
    port,
    openLog('silent'),
  );
  const socket = connect(port, '127.0.0.1');
  socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
  await once(socket, 'data');
  await sleep(50);
  collectGarbage();
  expect(answered.map((response) => response.deref())).toEqual([undefined]);
  socket.destroy();
});
