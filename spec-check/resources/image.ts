import * as z from 'zod';
import type { Docker } from '../model/docker.ts';
import type { Image, ImageConfig, Layer } from '../model/resources.ts';
import { environmentOf } from './environment.ts';
import { defineResource } from './resource.ts';

/** The image under check, as the engine describes it. */
export const image = defineResource({
  id: 'image',
  needs: ['engine', 'build'],
  limit: 60_000,
  async acquire({ engine: { docker }, build }, { options, signal }): Promise<Image> {
    if (build.kind === 'broken') {
      const where = build.line === undefined ? '' : ` at line ${build.line} of the Dockerfile`;
      throw new Error(`There is no image: its build failed${where} (${build.instruction}).`);
    }
    const described = await describeImage(docker, build.reference, signal);
    const reference = build.kind === 'built' ? build.name : build.reference;
    return {
      ...described,
      reference,
      listedSize: await listedSize(docker, reference, signal),
      dockerfile: build.kind === 'built' ? build.dockerfile : undefined,
      buildArgs: build.kind === 'built' ? build.buildArgs : {},
      port:
        options.settings.port ??
        onlyOne(described.config.exposedPorts) ??
        options.portInSpec ??
        8000,
      api: { ...options.settings, paths: options.paths ?? [] },
      portVariable: options.portVariable,
      startLimit: Math.max(
        options.timeout,
        (described.config.healthcheck?.startPeriodNs ?? 0) / 1e6,
      ),
      environment: (url, own) => environmentOf(options, url, own),
      startArguments: options.settings.start ?? [],
    };
  },
});

/** What the engine tells of an image: configuration, layers, and what they add up to. Throws when there is none. */
export async function describeImage(
  docker: Docker,
  reference: string,
  signal: AbortSignal,
): Promise<Pick<Image, 'id' | 'contents' | 'bytes' | 'architecture' | 'os' | 'config' | 'layers'>> {
  const inspected = await inspect(docker, reference, signal);
  const layers = await history(docker, inspected.Id, signal);
  const told = layers.reduce((sum, layer) => sum + layer.bytes, 0);
  const whole = await isHistoryWhole(docker, inspected, { rows: layers.length, told }, signal);
  return {
    id: inspected.Id,
    contents: inspected.RootFS.Layers,
    bytes: whole ? told : inspected.Size,
    architecture: inspected.Architecture,
    os: inspected.Os,
    config: readConfig(inspected.Config),
    layers,
  };
}

function onlyOne(ports: readonly number[]): number | undefined {
  return ports.length === 1 ? ports[0] : undefined;
}

const nullable = <T extends z.ZodType>(type: T, empty: z.output<T>) =>
  type.nullish().transform((value) => value ?? empty);

const inspection = z.object({
  Id: z.string(),
  Architecture: z.string(),
  Os: z.string(),
  Size: z.number().default(0),
  RootFS: z.object({ Layers: nullable(z.array(z.string()), []) }),
  Config: z.object({
    User: z.string().default(''),
    WorkingDir: z.string().default(''),
    Volumes: nullable(z.record(z.string(), z.unknown()), {}),
    Env: nullable(z.array(z.string()), []),
    Cmd: nullable(z.array(z.string()), []),
    Entrypoint: nullable(z.array(z.string()), []),
    Labels: nullable(z.record(z.string(), z.string()), {}),
    ExposedPorts: nullable(z.record(z.string(), z.unknown()), {}),
    Healthcheck: z
      .object({
        Test: nullable(z.array(z.string()), []),
        Interval: z.number().default(0),
        Timeout: z.number().default(0),
        StartPeriod: z.number().default(0),
        Retries: z.number().default(0),
      })
      .nullish(),
  }),
});

async function inspect(docker: Docker, reference: string, signal: AbortSignal) {
  const found = await docker.run(['image', 'inspect', reference], { signal });
  if (found.exitCode !== 0) {
    throw new Error(
      `Expected an image ${reference} on this engine, and there is none. Pull or build it first.`,
    );
  }
  const [first] = z.array(inspection).parse(JSON.parse(found.stdout));
  if (first === undefined) throw new Error(`The engine describes no image for ${reference}.`);
  return first;
}

function readConfig(config: z.output<typeof inspection>['Config']): ImageConfig {
  const check = config.Healthcheck;
  return {
    user: config.User,
    workdir: config.WorkingDir,
    volumes: Object.keys(config.Volumes),
    env: config.Env,
    cmd: config.Cmd,
    entrypoint: config.Entrypoint,
    labels: config.Labels,
    exposedPorts: Object.keys(config.ExposedPorts)
      .filter((port) => port.endsWith('/tcp'))
      .map((port) => Number.parseInt(port, 10)),
    healthcheck:
      check && check.Test.length > 0 && check.Test[0] !== 'NONE'
        ? {
            test: check.Test,
            intervalNs: check.Interval,
            timeoutNs: check.Timeout,
            startPeriodNs: check.StartPeriod,
            retries: check.Retries,
          }
        : undefined,
  };
}

/**
 * Unpacked sizes: the one figure that is the same on every image store, but for the blocks of the file
 * system, which containerd's counts to the end: a thousandth more.
 */
async function history(docker: Docker, id: string, signal: AbortSignal): Promise<Layer[]> {
  const rows = await docker.read(
    ['history', '--no-trunc', '--human=false', '--format', '{{.Size}}\t{{.CreatedBy}}', id],
    { signal },
  );
  return rows
    .split('\n')
    .filter(Boolean)
    .map((row) => {
      const [size = '', ...words] = row.split('\t');
      const bytes = Number(size);
      if (!Number.isSafeInteger(bytes))
        throw new Error(`Expected a layer size in bytes, got "${size}".`);
      return { bytes, createdBy: words.join('\t') };
    });
}

/**
 * Other builders than Docker's may leave the history out, or a part of it. The engine's own size is that of
 * the layers too, but for the containerd store, which adds what it keeps of them compressed.
 */
async function isHistoryWhole(
  docker: Docker,
  { Size, RootFS }: Pick<z.output<typeof inspection>, 'Size' | 'RootFS'>,
  { rows, told }: { readonly rows: number; readonly told: number },
  signal: AbortSignal,
): Promise<boolean> {
  if (rows < RootFS.Layers.length) return false;
  if (Size <= told * 1.01) return true;
  const format = '{{json .DriverStatus}}';
  return (await docker.read(['info', '--format', format], { signal })).includes('containerd');
}

async function listedSize(docker: Docker, reference: string, signal: AbortSignal): Promise<string> {
  const sizes = await docker.read(['images', '--format', '{{.Size}}', reference], { signal });
  return sizes.split('\n')[0] ?? '';
}
