import { once } from 'node:events';
import { createServer, IncomingMessage, type RequestListener, ServerResponse } from 'node:http';
import { Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Log } from '../log.ts';
import { roomOfThisProcess } from './memory.ts';
import { Problem, sendProblem } from './problem.ts';

/** Takes no new connections; resolves when the last request has its answer or the time is over: whether all have. */
export type Drain = (milliseconds: number) => Promise<boolean>;

/** Listens on all addresses. Rejects with the system's error when the port cannot be had. */
export async function listen(app: RequestListener, port: number, log: Log): Promise<Drain> {
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    // Longer than the 60 s of most load balancers: who closes first must be the one who sends.
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 5_000,
    // The application itself refuses a request without Host.
    requireHostHeader: false,
    joinDuplicateHeaders: true,
  });
  // By connection, and only while it is open: V8 would copy closed ones with each collection.
  const latest = new Map<Socket, ServerResponse | undefined>();
  const unanswered = () => [...latest.values()].filter((response) => response !== undefined);
  let draining = false;
  let waiting = 0;
  server.on('connection', (socket) => socket.once('close', () => latest.delete(socket)));
  const receive: RequestListener = (request, response) => {
    const { socket } = request;
    const before = latest.get(socket);
    latest.set(socket, response);
    response.on('close', () => {
      // One that never begins is not closed.
      if (response.closed && latest.get(socket) === response) latest.set(socket, undefined);
    });
    if (draining) response.shouldKeepAlive = false;
    // Sent before the last one had its answer (pipelining): one after the other, as writes have an order.
    if (before === undefined) app(request, response);
    else if (waiting === mostWaiting) socket.destroy();
    else {
      waiting += 1;
      // Node reads on once it has this request whole.
      process.nextTick(() => before.closed || socket.pause());
      before.once('close', () => {
        waiting -= 1;
        if (!before.shouldKeepAlive || socket.destroyed) {
          // This request never begins, nor do those that wait for it.
          response.emit('close');
          return;
        }
        if (latest.get(socket) === response) socket.resume();
        app(request, response);
      });
    }
  };
  // With listeners for these two events, the application decides whether it wants the content.
  for (const event of ['request', 'checkContinue', 'checkExpectation']) server.on(event, receive);
  server.on('clientError', (error, socket) => {
    // Node declares a Duplex; it is a socket.
    const before = latest.get(socket as Socket);
    if (before === undefined) refuse(error, socket, log);
    // The request has its answer, and its content never ended: nobody waits for another answer.
    else if (before.writableFinished) socket.destroy();
    else before.once('close', () => refuse(error, socket, log));
  });
  server.on('connect', (_request, socket) => {
    refuse(Object.assign(new Error(), { code: 'CONNECT' }), socket, log);
  });
  // An answer that nobody reads would be kept for ever.
  server.setTimeout(longestSilence);
  server.maxConnections = Math.floor(roomOfThisProcess() / oneConnection);
  server.listen(port);
  await once(server, 'listening');

  return (milliseconds) =>
    new Promise((resolve) => {
      draining = true;
      // A connection that is kept alive would hold the server open for as long as its client likes.
      for (const response of unanswered()) response.shouldKeepAlive = false;
      const closeIdle = () => server.closeIdleConnections();
      // After a turn, because a process that was held up has timers to run before it reads what came.
      const idle = setInterval(() => setImmediate(closeIdle), lastRequests);
      const settle = (complete: boolean) => {
        clearInterval(idle);
        clearTimeout(limit);
        resolve(complete);
      };
      const limit = setTimeout(() => settle(unanswered().length === 0), milliseconds);
      // `close` of node:http would end idle connections at once, even with a request on its way.
      Server.prototype.close.call(server, () => settle(true));
    });
}

/** Milliseconds without a byte in either direction while a request is answered. */
const longestSilence = 10_000;

/** Requests that wait for the one before them, on all connections. */
const mostWaiting = 500;

/** Bytes of a connection that has sent half a header. */
const oneConnection = 8_000;

/** Milliseconds in which a kept connection may bring its last request while the server drains. */
const lastRequests = 300;

/** What is no HTTP never reaches the application; it gets the same kind of answer here, and a line in the log. */
function refuse(error: ParseError, socket: Duplex, log: Log): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOf(error);
  log.info({ status: problem.status, code: error.code }, 'request refused');
  const response = new ServerResponse(new IncomingMessage(socket as Socket));
  // Node declares a Duplex; it is a socket.
  response.assignSocket(socket as Socket);
  response.shouldKeepAlive = false;
  response.once('finish', () => socket.end());
  sendProblem(response, problem);
}

interface ParseError extends NodeJS.ErrnoException {
  readonly rawPacket?: Buffer;
  readonly bytesParsed?: number;
  readonly reason?: string;
}

function problemOf({ code = '', rawPacket, bytesParsed = 0, reason }: ParseError): Problem {
  const received = rawPacket?.toString('latin1') ?? '';
  const line = received.slice(received.lastIndexOf('\n', bytesParsed) + 1);
  // The parser knows all standard methods, and stops in the middle of any other.
  if (code === 'HPE_INVALID_METHOD' && requestLine.test(line))
    return new Problem(501, 'This method is not known here.');
  const both = reason?.includes('Content-Length') === true;
  const [status, detail] = (!both && refusals[code]) || [400, 'This is no HTTP request.'];
  return new Problem(status, detail);
}

const requestLine = /^[\w!#$%&'*+.^`|~-]+ \S+ HTTP\/1\.[01]\r?\n/;

const refusals: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The header is larger than 16 kB.'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'The extensions of a chunk are larger than 16 kB.'],
  HPE_INVALID_TRANSFER_ENCODING: [501, 'The only transfer coding here is chunked, and alone.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
  CONNECT: [501, 'This is no proxy.'],
};
