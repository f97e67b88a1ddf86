import { once } from 'node:events';
import { connect } from 'node:net';
import { openLog } from '../log.ts';
import { freePort } from '../tests/process.ts';
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
    expect(head).toMatch('Content-Type: application/problem+json');
    expect(head).toMatch('Connection: close');
    expect(JSON.parse(body)).toMatchObject({
      status,
      title: expect.any(String),
      detail: expect.any(String),
    });
  });
});

it('a port that is taken is refused with the system’s code', async () => {
  await expect(listen(() => {}, port, openLog('silent'))).rejects.toMatchObject({
    code: 'EADDRINUSE',
  });
});
