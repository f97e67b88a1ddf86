import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** A server of this process in front of another one, on the port that is wanted if it is free: a program may know the usual one only. Its connections get through until it is `cut`. */
export async function tcpProxy(target: { host: string; port: number }, host: string, wanted = 0) {
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
  const listens = (port: number) => once(server.listen(port, host), 'listening');
  await listens(wanted).catch(() => listens(0));
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
