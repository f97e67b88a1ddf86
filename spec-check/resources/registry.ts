import { exchange } from '../api-client/exchange.ts';
import { warmHelper } from '../docker/helper.ts';
import { publishedAt } from '../docker/inspect.ts';
import { manifestOf } from '../docker/registry/manifest.ts';
import type { Engine, Registry } from '../model/resources.ts';
import { debianImage } from '../offline/debian-image.ts';
import { registryImage } from '../offline/helper-images.ts';
import { defineResource, type ResourceContext } from './resource.ts';

/** The registry of `--registry`, else a local one that stays warm between runs, on 127.0.0.1 only. */
export const registry = defineResource({
  needs: ['engine'],
  async acquire({ engine }, { options, signal, progress }): Promise<Registry> {
    const { docker } = engine;
    if (options.registry !== undefined) {
      const repository = `${options.registry.replace(/\/+$/, '')}/${options.name}`;
      return {
        repository,
        repositoryElsewhere: repository,
        standIn: undefined,
        manifest: (reference, signal) => manifestOf(docker, reference, signal),
      };
    }
    const { name, address } = await localRegistry(engine, { signal, progress });
    return {
      // `localhost` is a host that engines speak plain HTTP to.
      repository: `localhost:${address?.split(':').at(-1)}/${options.name}`,
      repositoryElsewhere: `${name}:5000/${options.name}`,
      standIn: 'a local registry',
      // To the engine it is at localhost, wherever the engine is.
      manifest: (reference, signal) =>
        manifestOf(docker, reference.replace('localhost', docker.ports.at), signal, true),
    };
  },
});

/** Starts it, or finds it started: its name on the network, and where this machine reaches it. */
export async function localRegistry(
  { docker, network }: Pick<Engine, 'docker' | 'network'>,
  { signal, progress }: Pick<ResourceContext, 'signal' | 'progress'>,
): Promise<{ readonly name: string; readonly address: string | undefined }> {
  let address: string | undefined;
  const setUp = { docker, log: progress, signal };
  const name = await warmHelper(setUp, {
    kind: 'registry',
    image: await debianImage(registryImage, setUp),
    options: ['--network', network.name, '--publish', `${docker.ports.on}::5000`],
    isReady: async (name: string) => {
      address = await publishedAt(docker, name, 5000, signal);
      return (await exchange(`http://${address}`, { path: '/v2/', signal })).status === 200;
    },
  });
  return { name, address };
}
