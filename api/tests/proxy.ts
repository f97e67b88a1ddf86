import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** How a network between the API and its database behaves. */
export type Weather =
  | 'clear'
  /** Nobody listens; connections that were open are cut. */
  | 'down'
  /** Connections open, and nothing comes through any of them, old or new. */
  | 'frozen'
  /** Connections end as soon as they open; those that were open are cut. */
  | 'hanging up';

export interface NetworkProxy extends AsyncDisposable {
  readonly port: number;
  readonly become: (weather: Weather) => Promise<void>;
}

/** Stands between a client and a server on 127.0.0.1, and fails as it is told to. */
export async function startProxy(target: number): Promise<NetworkProxy> {
  let weather: Weather = 'clear';
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    track(client);
    if (weather === 'hanging up') client.end();
    if (weather !== 'clear') return;
    const upstream = track(connect(target, '127.0.0.1'));
    client.pipe(upstream).pipe(client);
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

  async function listen(on: number): Promise<void> {
    server.listen(on, '127.0.0.1');
    await once(server, 'listening');
  }

  async function become(next: Weather): Promise<void> {
    weather = next;
    for (const socket of sockets) {
      if (next === 'frozen') socket.unpipe().pause();
      else socket.destroy();
    }
    if (next === 'down') {
      server.close();
      await once(server, 'close');
    } else if (!server.listening) {
      await listen(port);
    }
  }

  return { port, become, [Symbol.asyncDispose]: () => become('down') };
}
