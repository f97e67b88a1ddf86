import { connectDocker } from '../docker/docker.ts';
import { warmHelper } from '../docker/helper.ts';
import { sweepContainers } from '../docker/labels.ts';
import type { Docker } from '../model/docker.ts';
import { MachineFault } from '../model/machine-fault.ts';
import type { SecondEngine } from '../model/resources.ts';
import { engineCommand, engineImage, engineRunOptions } from '../offline/helper-images.ts';
import { defineResource } from './resource.ts';

/** The engines of `--second-engine`, else one in a container that stays warm between runs and opens no port of its own. */
export const secondEngines = defineResource({
  id: 'secondEngines',
  needs: ['engine'],
  limit: 5 * 60_000,
  async acquire(
    { engine },
    { runId, options, signal, progress },
  ): Promise<readonly SecondEngine[]> {
    const { docker } = engine;
    if (options.secondEngines.length > 0) {
      const others = await Promise.all(
        [...new Set(options.secondEngines)].map((where) => named(where, docker, signal)),
      );
      await Promise.all(others.map((other) => sweepContainers(other.docker, runId, signal)));
      return others;
    }

    const image = await engineImage({ docker, log: progress, signal });
    let version = '';
    const name = await warmHelper(
      docker,
      {
        kind: 'engine',
        image,
        options: [
          ...engineRunOptions,
          '--network',
          engine.network.name,
          ...publishedPorts.flatMap((port) => ['--publish', `127.0.0.1::${port}`]),
        ],
        command: engineCommand,
        isReady: async (container) => {
          version = await serverVersion(inside(docker, container), signal);
          return version !== '';
        },
      },
      signal,
      progress,
    );
    const inner = inside(docker, name);
    const [published] = await Promise.all([
      docker.read(['port', name], { signal }),
      sweepContainers(inner, runId, signal),
    ]);
    return [
      {
        docker: inner,
        version,
        host: `docker exec ${name}`,
        standIn: `a second engine (Docker ${version}) on this machine`,
        clientIsInside: true,
        publish: `${publishedPorts[0]}-${publishedPorts.at(-1)}:`,
        urlOf(address) {
          const port = address.split(':').at(-1);
          return `http://${new RegExp(`^${port}/tcp -> (.+)`, 'm').exec(published)?.[1]}`;
        },
      },
    ];
  },
});

/** Enough for several runs at once. */
const publishedPorts = [18000, 18001, 18002, 18003, 18004, 18005, 18006, 18007];

function inside(docker: Docker, container: string): Docker {
  return connectDocker({ command: [...docker.command, 'exec', '-i', container, 'docker'] });
}

/** Empty while the engine does not answer. */
async function serverVersion(docker: Docker, signal: AbortSignal): Promise<string> {
  const format = ['version', '--format', '{{.Server.Version}}'];
  const found = await docker.run(format, { signal, timeout: 10_000 });
  return found.exitCode === 0 ? found.stdout.trim() : '';
}

/** A docker context by its name, or `ssh://…` or `tcp://…`. */
async function named(where: string, first: Docker, signal: AbortSignal): Promise<SecondEngine> {
  const address = /^(ssh|tcp|unix|npipe):\/\//.test(where);
  const docker = connectDocker({ command: ['docker', address ? '--host' : '--context', where] });
  const format = ['version', '--format', '{{.Server.Version}}'];
  let version: string;
  try {
    version = (await docker.read(format, { signal, timeout: 30_000 })).trim();
  } catch (error) {
    signal.throwIfAborted();
    const why = error instanceof Error ? error.message : String(error);
    throw new MachineFault(
      'second-engine-unreachable',
      `The second engine ${where} does not answer (${why}).`,
      'List the contexts: docker context ls',
    );
  }
  const [own, other] = await Promise.all(
    [first, docker].map(async (engine) =>
      (await engine.read(['info', '--format', '{{.ID}}'], { signal })).trim(),
    ),
  );
  if (own === other) {
    throw new Error(
      `The second engine ${where} is the one that the image is built on: that is no other machine. Name another one: --second-engine ssh://HOST`,
    );
  }
  const host = address
    ? where
    : (
        await docker.read(['context', 'inspect', where, '--format', '{{.Endpoints.docker.Host}}'], {
          signal,
        })
      ).trim();
  const name = URL.canParse(host) ? new URL(host).hostname : '';
  return {
    docker,
    version,
    host,
    standIn: undefined,
    clientIsInside: false,
    publish: '',
    urlOf: (address) => `http://${name || '127.0.0.1'}:${address.split(':').at(-1)}`,
  };
}
