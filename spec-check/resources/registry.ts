import * as z from 'zod';
import type { Docker } from '../../setup/docker.ts';
import { registryAlias, registryImage } from '../../setup/helper-images.ts';
import type { Registry } from './handles.ts';
import { warmHelper } from './helper.ts';
import { defineResource } from './resource.ts';

/** The registry of `--registry`, else a local one that stays warm between runs, on 127.0.0.1 only. */
export const registry = defineResource({
  id: 'registry',
  needs: ['engine'],
  limit: 5 * 60_000,
  async acquire({ engine }, { options, signal, progress }): Promise<Registry> {
    const { docker } = engine;
    if (options.registry !== undefined) {
      const repository = `${options.registry.replace(/\/+$/, '')}/${options.name}`;
      return {
        repository,
        repositoryElsewhere: repository,
        standIn: undefined,
        manifest: manifestOf(docker),
      };
    }
    const image = await registryImage({ docker, log: progress, signal });
    const helper = await warmHelper(
      docker,
      {
        kind: 'registry',
        image,
        options: [
          '--network',
          engine.network.name,
          '--network-alias',
          registryAlias,
          '--publish',
          '127.0.0.1::5000',
        ],
        isReady: async (name) => greets(await addressOf(docker, name, signal), signal),
      },
      signal,
      progress,
    );
    const address = await addressOf(docker, helper, signal);
    // `localhost` is a host that engines speak plain HTTP to.
    const port = address.split(':').at(-1) ?? '';
    return {
      repository: `localhost:${port}/${options.name}`,
      repositoryElsewhere: `${registryAlias}:5000/${options.name}`,
      standIn: 'a local registry',
      manifest: manifestOf(docker),
    };
  },
});

async function addressOf(docker: Docker, name: string, signal: AbortSignal): Promise<string> {
  const { stdout } = await docker.run(['port', name, '5000/tcp'], { signal });
  return stdout.split('\n')[0]?.trim() ?? '';
}

/** Whether a registry answers there. */
async function greets(address: string, signal: AbortSignal): Promise<boolean> {
  try {
    const response = await fetch(`http://${address}/v2/`, { signal });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}

const described = z.object({
  Descriptor: z.object({ digest: z.string() }),
  SchemaV2Manifest: z.object({ layers: z.array(z.object({ size: z.number() })) }).optional(),
  OCIManifest: z.object({ layers: z.array(z.object({ size: z.number() })) }).optional(),
});

/** Asks the registry itself, with the credentials that `docker login` keeps. */
function manifestOf(docker: Docker): Registry['manifest'] {
  return async (reference, signal) => {
    const local = reference.startsWith('localhost:') ? ['--insecure'] : [];
    const found = await docker.run(['manifest', 'inspect', '--verbose', ...local, reference], {
      signal,
    });
    if (/no such manifest|manifest unknown|not found/i.test(found.stderr)) return undefined;
    if (found.exitCode !== 0)
      throw new Error(`The registry cannot be asked for ${reference}: ${found.stderr.trim()}`);
    const parsed: unknown = JSON.parse(found.stdout);
    const [first] = z
      .array(described)
      .min(1)
      .parse(Array.isArray(parsed) ? parsed : [parsed]);
    if (first === undefined) return undefined;
    const layers = (first.SchemaV2Manifest ?? first.OCIManifest)?.layers ?? [];
    return {
      digest: first.Descriptor.digest,
      compressedBytes: layers.reduce((sum, layer) => sum + layer.size, 0),
    };
  };
}
