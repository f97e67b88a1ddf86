import { connectDocker } from '../docker/docker.ts';
import { warmHelper } from '../docker/helper.ts';
import { inspectContainer } from '../docker/inspect.ts';
import { sweepContainers } from '../docker/labels.ts';
import { type Docker, MachineFault } from '../model/docker.ts';
import type { Engine, SecondEngine } from '../model/resources.ts';
import { debianImage } from '../offline/debian-image.ts';
import { engineCommand, engineImage, engineRunOptions } from '../offline/helper-images.ts';
import { defineResource, type ResourceContext } from './resource.ts';

/** The engine of `--second-engine`, else one in a container that stays warm between runs and opens no port of its own. */
export const secondEngine = defineResource({
  needs: ['engine'],
  async acquire({ engine }, context): Promise<SecondEngine> {
    const { runId, options, signal } = context;
    const second =
      options.secondEngine === undefined
        ? await substitute(engine, context)
        : await named(options.secondEngine, engine.docker, signal);
    await sweepContainers(second.docker, runId, signal);
    return second;
  },
});

async function substitute({ docker, network }: Engine, { signal, progress }: ResourceContext) {
  const inside = (name: string) =>
    connectDocker({ command: [...docker.command, 'exec', '-i', name, 'docker'] });
  let version = '';
  const setUp = { docker, log: progress, signal };
  const name = await warmHelper(setUp, {
    kind: 'engine',
    image: await debianImage(engineImage, setUp),
    options: [
      ...[...engineRunOptions, '--network', network.name],
      ...publishedPorts.flatMap((port) => ['--publish', `${docker.ports.on}::${port}`]),
    ],
    // Lets it pull from the local registry, which speaks plain HTTP.
    command: [...engineCommand, `--insecure-registry=${network.subnet}`],
    isReady: async (container) => {
      version = (await inside(container).read(serverVersion, { signal, timeout: 10_000 })).trim();
      return true;
    },
  });
  const published = (await inspectContainer(docker, name, signal))?.NetworkSettings.Ports ?? {};
  return {
    docker: inside(name),
    version,
    host: `docker exec ${name}`,
    standIn: `a second engine (Docker ${version}) on this machine`,
    clientIsInside: true,
    // Runs take the first ones that are free.
    shownPort: publishedPorts.at(-1),
    publish: `${publishedPorts[0]}-${publishedPorts.at(-1)}:`,
    urlOf(address: string) {
      const [reached] = published[`${address.split(':').at(-1)}/tcp`] ?? [];
      return `http://${docker.ports.at}:${reached?.HostPort}`;
    },
  };
}

const publishedPorts = [18000, 18001, 18002, 18003, 18004, 18005, 18006, 18007];

const serverVersion = ['version', '--format', '{{.Server.Version}}'];

/** A docker context by its name, or `ssh://…` or `tcp://…`. */
async function named(where: string, first: Docker, signal: AbortSignal): Promise<SecondEngine> {
  const address = /^(ssh|tcp|unix|npipe):\/\//.test(where);
  const docker = connectDocker({ command: ['docker', address ? '--host' : '--context', where] });
  const version = await docker
    .read(serverVersion, { signal, timeout: 30_000 })
    .catch((error: unknown) => {
      signal.throwIfAborted();
      const why = error instanceof Error ? error.message : String(error);
      throw new MachineFault(
        'second-engine-unreachable',
        `The second engine ${where} does not answer (${why}).`,
        'List the contexts: docker context ls',
      );
    });
  const id = ['info', '--format', '{{.ID}}'];
  if ((await first.read(id, { signal })) === (await docker.read(id, { signal })))
    throw new Error(
      `The second engine ${where} is the one that the image is built on: that is no other machine. Name another one: --second-engine ssh://HOST`,
    );
  const inspect = ['context', 'inspect', where, '--format', '{{.Endpoints.docker.Host}}'];
  const host = address ? where : (await docker.read(inspect, { signal })).trim();
  const name = URL.canParse(host) ? new URL(host).hostname : '';
  return {
    docker,
    version: version.trim(),
    host,
    standIn: undefined,
    clientIsInside: false,
    publish: '',
    urlOf: (published) => `http://${name || '127.0.0.1'}:${published.split(':').at(-1)}`,
  };
}
