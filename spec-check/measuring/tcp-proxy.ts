import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** A server of this process in front of another one, on any port of the host. Its connections get through until it is `cut`. */
export async function tcpProxy(target: { host: string; port: number }, host: string) {
  const clients = new Set<Socket>();
  const reached = new AbortController();
  let isCut = false;
  const server = createServer((client) => {
    reached.abort();
    if (isCut) return client.destroy();
    clients.add(client.on('close', () => clients.delete(client)));
    // Where one of the two connections ends, so does the other.
    return pipeline(client, connect(target), client, () => {});
  });
  await once(server.listen(0, host), 'listening');
  const address = server.address();
  const drop = () => {
    for (const client of clients) client.destroy();
  };
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    /** Aborts at the first connection. */
    reached: reached.signal,
    cut(now: boolean) {
      isCut = now;
      if (isCut) drop();
    },
    async [Symbol.asyncDispose]() {
      drop();
      await new Promise((closed) => server.close(closed));
    },
  };
}
