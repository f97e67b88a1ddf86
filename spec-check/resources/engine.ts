import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { connectDocker } from '../docker/docker.ts';
import { findEngine, remoteName } from '../docker/engine.ts';
import { inspectContainer } from '../docker/inspect.ts';
import { helperLabels, removeRun, sweep } from '../docker/labels.ts';
import type { Docker } from '../model/docker.ts';
import { counted } from '../model/format.ts';
import { defineResource } from './resource.ts';

/** The engine that answers, else one that set-up installs; swept of what crashed runs left. */
export const engine = defineResource({
  needs: [],
  limit: 10 * 60_000,
  async acquire(_none, { runId, signal, progress }, scope) {
    const found = await findEngine({ log: progress, signal });
    // Released last: removes what an interrupted start left behind.
    scope.defer(() => removeRun(found.docker, runId));
    const swept = await sweep(found.docker, runId, signal);
    if (swept > 0)
      progress(`Removed ${counted(swept, 'container')} that an earlier run left behind`);
    const own = await ownAddress(found.host, signal);
    const network = await sharedNetwork(found.docker, signal);
    const container = await addressesInside(found.docker, signal);
    const hostAddress = own ?? container?.own ?? network.hostAddress;
    if (hostAddress !== network.hostAddress)
      progress(
        `The engine is ${own ? 'on another machine' : 'outside this container'}, so ports are opened on all its addresses`,
      );
    const ports = container && { on: '0.0.0.0', at: container.gateway };
    const docker = ports ? connectDocker({ ports }) : found.docker;
    return { ...found, docker, network: { ...network, hostAddress } };
  },
});

/** This machine as an engine on another one sees it; undefined for one that is here. */
async function ownAddress(engine: string, signal: AbortSignal): Promise<string | undefined> {
  const host = remoteName(engine);
  if (host === undefined) return undefined;
  const { port, protocol } = new URL(engine);
  const socket = connect({ host, port: Number(port) || (protocol === 'ssh:' ? 22 : 2375) });
  try {
    await once(socket, 'connect', { signal });
    return socket.localAddress;
  } finally {
    socket.destroy();
  }
}

/** Where containers reach this process, and it reaches what they publish, when it is in a container of that engine, whose socket it was given; undefined elsewhere. */
async function addressesInside(docker: Docker, signal: AbortSignal) {
  const mounts = await readFile('/proc/self/mountinfo', 'utf8').catch(() => '');
  const [, id] = /\/containers\/([0-9a-f]{64})\/hostname \/etc\/hostname /.exec(mounts) ?? [];
  if (id === undefined) return undefined;
  // It may fail: an earlier run connected it, it belongs to another engine, or it has the network of its machine.
  await docker.run(['network', 'connect', networkName, id], { signal });
  const { Networks: joined } = (await inspectContainer(docker, id, signal))?.NetworkSettings ?? {};
  const here = joined?.[networkName];
  return here && { own: here.IPAddress, gateway: here.Gateway };
}

const networkName = 'spec-check';

/** The network that containers, registry and second engine share: a helper that stays warm. */
export async function sharedNetwork(docker: Docker, signal: AbortSignal) {
  const format = '{{with index .IPAM.Config 0}}{{.Gateway}} {{.Subnet}}{{end}}';
  const inspect = ['network', 'inspect', '--format', format, networkName];
  const existing = await docker.run(inspect, { signal });
  const isMissing = existing.exitCode !== 0;
  // Two runs may create it at once: the second create fails, and the name is there all the same.
  if (isMissing)
    await docker.run(['network', 'create', ...helperLabels('network'), networkName], { signal });
  const found = isMissing ? await docker.read(inspect, { signal }) : existing.stdout;
  const [gateway = '', subnet = ''] = found.trim().split(' ');
  return {
    name: networkName,
    subnet,
    hostAddress: (await isOwnAddress(gateway)) ? gateway : 'host.docker.internal',
  };
}

/** Whether the network's gateway is this machine: not so for Docker Desktop's engine. Asked by listening, as interfaces leave out a bridge without containers. */
const isOwnAddress = (gateway: string): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer().once('error', () => resolve(false));
    probe.listen(0, gateway, () => probe.close(() => resolve(true)));
  });
