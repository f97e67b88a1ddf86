import * as z from 'zod';
import type { Docker } from '../../model/docker.ts';

/** A registry cannot be asked; its cause is the client's own output. */
export class ManifestError extends Error {}

/** Asks the registry itself, with the credentials that `docker login` keeps; undefined where it has nothing under that name. */
export async function manifestOf(
  docker: Docker,
  reference: string,
  signal: AbortSignal,
  isPlain = /^(localhost|127\.0\.0\.1):/.test(reference),
) {
  const insecure = isPlain ? ['--insecure'] : [];
  const inspect = ['manifest', 'inspect', '--verbose', ...insecure, reference];
  const found = await docker.run(inspect, { signal });
  if (/no such manifest|manifest unknown|not found/i.test(found.stderr)) return undefined;
  if (found.exitCode !== 0)
    throw new ManifestError(
      `The registry cannot be asked for ${reference}: ${found.stderr.trim()}`,
      { cause: found.stderr },
    );
  // One, or several for an image of several platforms.
  const [first] = z.tuple([described], z.unknown()).parse([JSON.parse(found.stdout)].flat());
  const { config, layers } = first.SchemaV2Manifest ?? first.OCIManifest ?? { layers: [] };
  return {
    digest: first.Descriptor.digest,
    /** Of the image's configuration, which is its id on an engine with the classic image store. */
    config: config?.digest,
    /** Sum of the compressed layers. */
    compressedBytes: layers.reduce((sum, { size }) => sum + size, 0),
  };
}

const manifest = z.object({
  config: z.object({ digest: z.string() }).optional(),
  layers: z.array(z.object({ size: z.number() })),
});

const described = z.object({
  Descriptor: z.object({ digest: z.string() }),
  SchemaV2Manifest: manifest.optional(),
  OCIManifest: manifest.optional(),
});
