import { createServer, type RequestListener, type ServerResponse, STATUS_CODES } from 'node:http';
import { Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A server that listens, and knows how to stop without losing a request. */
export interface RunningServer {
  /** Takes no new connections; resolves when the last request has its answer or the time is over: whether all have. */
  readonly drain: (milliseconds: number) => Promise<boolean>;
}

/** Listens on all addresses. Rejects with the system's error when the port cannot be had. */
export async function listen(app: RequestListener, port: number): Promise<RunningServer> {
  const server = createServer({
    headersTimeout: 10_000,
    requestTimeout: 30_000,
    // Longer than the 60 s of most load balancers: who closes first must be the one who sends.
    keepAliveTimeout: 65_000,
    connectionsCheckingInterval: 5_000,
  });
  // By connection: a set of requests, which come and go, would cost more than it looks. V8 keeps each
  // former state of a set for as long as one of them has grown old.
  const latest = new Map<Socket, ServerResponse>();
  const unanswered = () => [...latest.values()].filter(({ closed }) => !closed);
  let draining = false;
  server.on('connection', (socket) => socket.once('close', () => latest.delete(socket)));
  server.on('request', (request, response) => {
    latest.set(request.socket, response);
    if (draining) response.shouldKeepAlive = false;
    app(request, response);
  });
  server.on('clientError', refuse);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve();
    });
  });

  return {
    drain: (milliseconds) =>
      new Promise((resolve) => {
        draining = true;
        // A connection that is kept alive would hold the server open for as long as its client likes.
        for (const response of unanswered()) response.shouldKeepAlive = false;
        const begun = performance.now();
        const idle = setInterval(() => {
          if (performance.now() - begun > lastRequests) server.closeIdleConnections();
        }, 50);
        const settle = (complete: boolean) => {
          clearInterval(idle);
          clearTimeout(limit);
          resolve(complete);
        };
        const limit = setTimeout(() => settle(unanswered().length === 0), milliseconds);
        // HTTP's own `close` would end idle connections at once, with a request on its way in one of them.
        Server.prototype.close.call(server, () => settle(true));
      }),
  };
}

/**
 * Milliseconds in which a connection that is kept alive may still bring a request. The answer says
 * that it is the last one, so that a busy client goes elsewhere without an error.
 */
const lastRequests = 300;

/** What is no HTTP never reaches the application; it gets the same kind of answer here. */
function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, detail] = refusals[error.code ?? ''] ?? [400, 'This is no HTTP request.'];
  const title = STATUS_CODES[status];
  const body = JSON.stringify({ type: 'about:blank', title, status, detail });
  socket.end(
    [
      `HTTP/1.1 ${status} ${title}`,
      'Connection: close',
      'Content-Type: application/problem+json',
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}

const refusals: Readonly<Record<string, readonly [number, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'The header is larger than 16 kB.'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'The request did not arrive in time.'],
};
