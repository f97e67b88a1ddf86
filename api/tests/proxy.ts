import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

/** How a network between the API and its database behaves. */
export type NetworkCondition =
  | 'clear'
  /** Everything takes 100 ms longer, each way. */
  | 'slow'
  /** Nobody listens; connections that were open are cut. */
  | 'down'
  /** Nobody listens; connections that were open are cut without a goodbye (RST). */
  | 'reset'
  /** Connections open, and nothing comes through any of them, old or new. */
  | 'frozen'
  /** Connections end as soon as they open; those that were open are cut. */
  | 'hanging up';

export interface NetworkProxy extends AsyncDisposable {
  readonly port: number;
  readonly become: (condition: NetworkCondition) => Promise<void>;
}

/** Stands between a client and a server on 127.0.0.1, and fails as it is told to. */
export async function startProxy(target: number): Promise<NetworkProxy> {
  let condition: NetworkCondition = 'clear';
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    track(client);
    if (condition === 'hanging up') client.end();
    if (condition !== 'clear' && condition !== 'slow') return;
    const upstream = track(connect(target, '127.0.0.1'));
    client.pipe(way()).pipe(upstream).pipe(way()).pipe(client);
    client.once('close', () => upstream.destroy());
    upstream.once('close', () => client.destroy());
  });
  await listen(0);
  const { port } = server.address() as AddressInfo;

  function track(socket: Socket): Socket {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('close', () => sockets.delete(socket));
    return socket;
  }

  /** Keeps the order of what passes, also when the condition clears up. */
  function way(): Transform {
    let due = 0;
    return new Transform({
      transform(chunk, _encoding, done) {
        const now = performance.now();
        due = Math.max(due, now + (condition === 'slow' ? 100 : 0));
        if (due <= now) this.push(chunk);
        else setTimeout(() => this.push(chunk), due - now);
        done();
      },
      flush(done) {
        setTimeout(done, Math.max(0, due - performance.now()));
      },
    });
  }

  async function listen(on: number): Promise<void> {
    server.listen(on, '127.0.0.1');
    await once(server, 'listening');
  }

  async function become(next: NetworkCondition): Promise<void> {
    const usable = next === 'slow' || (next === 'clear' && condition === 'slow');
    condition = next;
    for (const socket of sockets) {
      if (next === 'frozen') socket.unpipe().pause();
      else if (next === 'reset') socket.resetAndDestroy();
      else if (!usable) socket.destroy();
    }
    if (next === 'down' || next === 'reset') {
      server.close();
      await once(server, 'close');
    } else if (!server.listening) {
      await listen(port);
    }
  }

  return { port, become, [Symbol.asyncDispose]: () => become('down') };
}
