import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { tcpProxy } from './tcp-proxy.ts';

const host = '127.0.0.1';

/** A server that sends back what it gets, and the connections that reached it. */
async function echo(scope: AsyncDisposableStack) {
  const connections: Socket[] = [];
  const server = createServer((socket) => {
    connections.push(socket.on('error', () => {}));
    socket.pipe(socket);
  });
  await once(server.listen(0, host), 'listening');
  scope.defer(() => void server.close());
  return { connections, host, port: (server.address() as AddressInfo).port };
}

/** A proxy before such a server, and a client that has had an answer through it. */
async function connected(scope: AsyncDisposableStack) {
  const target = await echo(scope);
  const proxy = scope.use(await tcpProxy(target, host));
  const client = connect({ host, port: proxy.port }).on('error', () => {});
  client.write('one');
  await once(client, 'data');
  return { target, proxy, client };
}

test('bytes get through both ways', async () => {
  await using scope = new AsyncDisposableStack();
  await using proxy = await tcpProxy(await echo(scope), host);
  expect(proxy.reached.aborted).toBe(false);
  const client = connect({ host, port: proxy.port });
  const sent = Buffer.alloc(3_000_000, 'books ');
  client.write(sent);
  const received: Buffer[] = [];
  let length = 0;
  for await (const chunk of client) {
    received.push(chunk);
    length += chunk.length;
    if (length >= sent.length) break;
  }
  expect(Buffer.concat(received).equals(sent)).toBe(true);
  expect(proxy.reached.aborted).toBe(true);
});

test('it has the port that is wanted, and another one where that is taken', async () => {
  await using scope = new AsyncDisposableStack();
  const target = await echo(scope);
  const { port } = await tcpProxy(target, host).then(async (one) => {
    await one[Symbol.asyncDispose]();
    return one;
  });
  const first = scope.use(await tcpProxy(target, host, port));
  const second = scope.use(await tcpProxy(target, host, port));
  expect(first.port).toBe(port);
  expect(second.port).not.toBe(port);
});

test('a cut ends what is open on both sides and refuses what comes, until it is mended', async () => {
  await using scope = new AsyncDisposableStack();
  const { target, proxy, client } = await connected(scope);
  const closed = [once(client, 'close'), once(target.connections[0] as Socket, 'close')];
  proxy.cut(true);
  await Promise.all(closed);
  const refused = connect({ host, port: proxy.port }).on('error', () => {});
  await once(refused, 'close');
  proxy.cut(false);
  const again = connect({ host, port: proxy.port });
  again.write('two');
  expect(String(await once(again, 'data'))).toBe('two');
  again.destroy();
  expect(target.connections).toHaveLength(2);
});

test('the end of the server ends the client, and no server is a closed connection', async () => {
  await using scope = new AsyncDisposableStack();
  const { target, client } = await connected(scope);
  target.connections[0]?.destroy();
  await once(client, 'close');
  await using nowhere = await tcpProxy({ host, port: 9 }, host);
  const lost = connect({ host, port: nowhere.port }).on('error', () => {});
  await once(lost, 'close');
});

test('it goes while a client is connected', async () => {
  await using scope = new AsyncDisposableStack();
  const proxy = await tcpProxy(await echo(scope), host);
  const client = connect({ host, port: proxy.port }).on('error', () => {});
  client.write('one');
  await once(client, 'data');
  const closed = once(client, 'close');
  await proxy[Symbol.asyncDispose]();
  await closed;
});
