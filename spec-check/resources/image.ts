import * as z from 'zod';
import type { Docker } from '../model/docker.ts';
import { imageConfig, list } from '../model/image-config.ts';
import type { Image, Layer } from '../model/resources.ts';
import { environmentOf } from './environment.ts';
import { readImage } from './files.ts';
import { defineResource } from './resource.ts';

export const image = defineResource({
  needs: ['engine', 'build'],
  async acquire({ engine: { docker }, build }, { options, runId, signal }): Promise<Image> {
    if (build.kind === 'broken') {
      const where = build.line === undefined ? '' : ` at line ${build.line} of the Dockerfile`;
      throw new Error(
        `There is no image: its build failed${where}${build.instruction && ` (${build.instruction})`}.`,
      );
    }
    const { settings, portInSpec, portVariable } = options;
    const said = settings.port === 'none' ? undefined : settings.port;
    const described = await describeImage(docker, build.reference, signal);
    const { ExposedPorts, Healthcheck } = described.config;
    const [exposed, ...others] = ExposedPorts;
    const reference = build.kind === 'built' ? build.name : build.reference;
    const sizes = await docker.read(['images', '--format', '{{.Size}}', reference], { signal });
    return {
      ...{ ...described, reference, portVariable },
      listedSize: sizes.split('\n')[0] ?? '',
      files: () => readImage(docker, described.id, runId, signal),
      dockerfile: build.kind === 'built' ? build.dockerfile : undefined,
      buildArgs: build.kind === 'built' ? build.buildArgs : {},
      port: said ?? (others.length === 0 ? exposed : undefined) ?? portInSpec ?? 8000,
      isWorker: settings.port === 'none',
      api: { ...settings, paths: options.paths ?? [], collections: options.collections },
      startLimit: Math.max(options.timeout, (Healthcheck?.StartPeriod ?? 0) / 1e6),
      environment: (url, own) => environmentOf(options, url, own),
    };
  },
});

/** What the engine tells of an image: configuration, layers, and what they add up to. Throws when there is none. */
export async function describeImage(docker: Docker, reference: string, signal: AbortSignal) {
  const { status, body } = await docker.ask('GET', `/images/${reference}/json`, { signal });
  if (status !== 200)
    throw new Error(
      `Expected an image ${reference} on this engine, and there is none. Pull or build it first.`,
    );
  const inspected = inspection.parse(JSON.parse(body));
  const { Id: id, Size, RootFS, Config, Architecture: architecture, Os: os } = inspected;
  const Healthcheck = Config.Healthcheck ?? (await healthcheckByPodman(docker, id, signal));
  const config = { ...Config, Healthcheck };
  const layers = await history(docker, id, signal);
  const sum = layers.reduce((sum, layer) => sum + layer.bytes, 0);
  // Other builders than Docker's may leave the history out, or a part of it. The engine's own size is that of
  // the layers too, but for the containerd store, which adds what it keeps of them compressed.
  const store = ['info', '--format', '{{json .DriverStatus}}'];
  const isWhole =
    layers.length >= RootFS.Layers.length &&
    (Size <= sum * 1.01 || (await docker.read(store, { signal })).includes('containerd'));
  const bytes = isWhole ? sum : Size;
  return { id, contents: RootFS.Layers, bytes, architecture, os, config, layers };
}

const inspection = z.object({
  Id: z.string(),
  Architecture: z.string(),
  Os: z.string(),
  Size: z.number().default(0),
  RootFS: z.object({ Layers: list }),
  Config: imageConfig,
});

/** Podman tells the health check of a container, and not of its image. */
async function healthcheckByPodman(docker: Docker, id: string, signal: AbortSignal) {
  const version = await docker.read(['version', '--format', '{{json .Server}}'], { signal });
  if (!version.includes('Podman')) return undefined;
  const container = (await docker.read(['create', id, 'true'], { signal })).trim();
  const { body } = await docker.ask('GET', `/containers/${container}/json`, { signal });
  await docker.run(['rm', container]);
  return z.object({ Config: imageConfig }).parse(JSON.parse(body)).Config.Healthcheck;
}

/** Unpacked sizes: the one figure that is the same on every image store, within a thousandth. */
async function history(docker: Docker, id: string, signal: AbortSignal): Promise<Layer[]> {
  const { body } = await docker.ask('GET', `/images/${id}/history`, { signal });
  const layers = z.array(z.object({ Size: z.int(), CreatedBy: z.string() }));
  const found = layers.parse(JSON.parse(body));
  return found.map(({ Size: bytes, CreatedBy: createdBy }) => ({ bytes, createdBy }));
}
