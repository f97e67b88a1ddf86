import { connect, createServer, type Server, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** What becomes of connections: they get through, they end, or each HTTP answer becomes a 500. */
export type ProxyMode = 'through' | 'cut' | 'unwell';

/** A server of this process in front of another one. Listens on the hosts, on any port for 0; rejects where the first host has it not. */
export async function tcpProxy(
  target: { readonly host: string; readonly port: number },
  [host = '', ...more]: readonly string[],
  port = 0,
) {
  const sockets = new Set<Socket>();
  const reached = new AbortController();
  let mode: ProxyMode = 'through';
  const serve = () =>
    createServer((client) => {
      reached.abort();
      if (mode === 'cut') return client.destroy();
      const upstream = connect(target);
      for (const socket of [client, upstream]) {
        sockets.add(socket);
        socket.on('error', () => {});
        socket.on('close', () => {
          sockets.delete(socket);
          client.destroy();
          upstream.destroy();
        });
      }
      const answers = new Transform({
        transform: (chunk, _encoding, done) =>
          done(null, mode === 'unwell' ? with500(chunk) : chunk),
      });
      return client.pipe(upstream).pipe(answers).pipe(client);
    });
  const first = await listening(serve(), port, host);
  const address = first.address();
  const bound = typeof address === 'object' && address !== null ? address.port : 0;
  // A machine may have no IPv6.
  const others = await Promise.allSettled(more.map((one) => listening(serve(), bound, one)));
  const servers = [
    first,
    ...others.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : [])),
  ];
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: bound,
    /** Aborts at the first connection. */
    reached: reached.signal,
    become(next: ProxyMode) {
      mode = next;
      if (mode === 'cut') drop();
    },
    async [Symbol.asyncDispose]() {
      drop();
      await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
    },
  };
}

function listening(server: Server, port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, () => resolve(server));
  });
}

/** The same answer with another status; one of 204 has no length, and must not be waited for. */
function with500(chunk: Buffer): Buffer {
  const unwell = (_line: string, version: string, status: string) =>
    `${version} 500 Unwell${status === '204' ? '\r\ncontent-length: 0' : ''}`;
  return Buffer.from(
    chunk.toString('latin1').replace(/^(HTTP\/1\.[01]) (\d{3}).*/, unwell),
    'latin1',
  );
}
