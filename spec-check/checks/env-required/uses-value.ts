import { createServer } from 'node:net';
import { readApi } from '../../api-client/discover.ts';
import { documentedPaths } from '../../api-client/document.ts';
import { exchange, pause, unlessSilent } from '../../api-client/exchange.ts';
import type { Container, Containers, Engine, Image } from '../../model/resources.ts';
import { uniqueName } from '../../resources/launch.ts';

/** Milliseconds: how long requests are sent to one that connects with its first one. */
const patience = 3000;

/**
 * Whether a container connects to the host that DATABASE_URL names: that of this one is a server of this
 * process, which takes connections and says nothing. Undefined where it ends before it has connected to
 * anything, or where nobody can tell, as on an engine of another machine.
 */
export async function connectsWhereTold(
  { network }: Pick<Engine, 'network'>,
  containers: Containers,
  shared: Container,
  hints: Image['api'],
  signal: AbortSignal,
): Promise<boolean | undefined> {
  if (!/^[\d.:]+$/.test(network.hostAddress)) return undefined;
  await using trap = await openTrap(network.hostAddress);
  const url = `postgresql://spec_check:none@${network.hostAddress}:${trap.port}/spec_check`;
  await shared.answers(signal);
  const api = await readApi(shared.baseUrl(), hints, signal);
  const lists = api.resources.flatMap(({ acts }) => (acts.list ? [acts.list.path] : []));
  const paths = [...new Set([...lists, ...documentedPaths(api.document), '/'])].slice(0, 10);
  await using container = await containers.launch(
    { purpose: uniqueName('env-trap'), env: { DATABASE_URL: url } },
    signal,
  );
  const answering = container.answers(signal).then(
    () => true,
    () => false,
  );
  const answers = await Promise.race([answering, trap.connected.then(() => true)]);
  signal.throwIfAborted();
  if (!answers) return trap.isConnected() ? true : undefined;
  const deadline = performance.now() + patience;
  while (!trap.isConnected() && performance.now() < deadline) {
    for (const path of paths) {
      await unlessSilent(exchange(container.baseUrl(), { path, signal, timeout: 1000 }));
    }
    await pause(100, signal);
  }
  return trap.isConnected();
}

async function openTrap(host: string) {
  let isConnected = false;
  const { promise: connected, resolve } = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    isConnected = true;
    resolve();
    socket.destroy();
  });
  await new Promise<void>((listening, reject) => {
    server.once('error', reject).listen(0, host, listening);
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    connected,
    isConnected: () => isConnected,
    async [Symbol.asyncDispose]() {
      await new Promise((closed) => server.close(closed));
    },
  };
}
