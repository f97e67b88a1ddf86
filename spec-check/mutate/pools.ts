import { chmod, mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { removeRun } from '../docker/labels.ts';
import type {
  Build,
  Container,
  Containers,
  Engine,
  Image,
  ResourceId,
} from '../model/resources.ts';
import type { Catalogue, ResourceContext } from '../resources/resource.ts';
import { resources } from '../resources/resources.ts';
import { type ResourcePool, resourcePool } from '../run/pool.ts';
import type { Change } from './fault.ts';
import { folder, needsTool, tool } from './image-faults.ts';
import { type Lie, lyingProxy } from './lying-proxy.ts';

/** The resources of the unchanged image, whose API is reached through a proxy. */
export function poolBehindProxy(
  base: ResourcePool,
  context: ResourceContext,
  lieTo: (method: string, path: string) => Lie | undefined,
): ResourcePool {
  const behind = async (container: Container, scope: AsyncDisposableStack) => {
    const { url } = scope.use(await lyingProxy(container.baseUrl, lieTo));
    // All else is the container's.
    return Object.create(container, { baseUrl: { value: () => url } }) as Container;
  };
  return poolWith(base, context, Object.keys(resources), {
    container: async (scope) => behind(await base.get('container'), scope),
    containers: async (scope): Promise<Containers> => {
      const { launch } = await base.get('containers');
      return { launch: async (options, signal) => behind(await launch(options, signal), scope) };
    },
  });
}

/** The resources of a mutant made from the image that `base` has, on the same engine. */
export function poolOfMutant(
  base: ResourcePool,
  context: ResourceContext,
  { reference, lines }: { readonly reference: string; readonly lines: readonly string[] },
): ResourcePool {
  const others = ['services', 'registry', 'secondEngine'];
  return poolWith(base, context, others, {
    async engine(scope) {
      const engine = await base.get('engine');
      scope.defer(() => removeRun(engine.docker, context.runId));
      return engine;
    },
    async build(): Promise<Build> {
      const build = await base.get('build');
      if (build.kind !== 'built') return { kind: 'given', reference };
      const { dockerfile, again } = build;
      return {
        ...{ ...build, reference, name: reference },
        // What the lines do to an image, they do to its Dockerfile.
        dockerfile: { ...dockerfile, text: [dockerfile.text, ...lines, ''].join('\n') },
        async again(cache, signal) {
          const other = await again(cache, signal);
          return other.id === build.reference ? { ...other, id: reference } : other;
        },
      };
    },
  });
}

type Acquire = (scope: AsyncDisposableStack) => Promise<unknown>;

/** All resources, some of them those of `base`, some of them others. */
function poolWith(
  base: ResourcePool,
  context: ResourceContext,
  shared: readonly string[],
  own: Partial<Record<ResourceId, Acquire>>,
): ResourcePool {
  const entries = Object.entries(resources).map(([key, resource]) => {
    // The keys of the catalogue are ids.
    const id = key as ResourceId;
    const get = own[id] ?? (shared.includes(id) ? () => base.get(id) : undefined);
    if (get === undefined) return [id, resource];
    const acquire = (_needs: unknown, _context: unknown, scope: AsyncDisposableStack) => get(scope);
    return [id, { id, needs: [], limit: resource.limit, acquire }];
  });
  return resourcePool(Object.fromEntries(entries) as Catalogue, context, () => {});
}

/** Builds an image from `base` with a change, and gives the lines of the Dockerfile that make it. Throws MachineFault. */
export async function buildMutant(
  { docker }: Engine,
  names: { readonly base: string; readonly busybox: string; readonly reference: string },
  { files = {}, lines = [], start }: Change,
  { entrypoint, cmd }: Image['config'],
  { work, signal }: { readonly work: string; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const root = path.join(work, 'root');
  await mkdir(path.join(root, folder), { recursive: true });
  await chmod(path.join(root, folder), 0o777);
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    await mkdir(path.dirname(file), { recursive: true });
    await using handle = await open(file, 'w');
    await (typeof content === 'number' ? handle.truncate(content) : handle.writeFile(content));
  }
  const carries = needsTool({ start, lines });
  const program = [tool, 'sh', '-c', start, 'sh', ...entrypoint];
  const added = [
    ...(carries || Object.keys(files).length > 0 ? ['COPY root/ /'] : []),
    ...(carries ? [`COPY --from=${names.busybox} /bin/busybox ${tool}`] : []),
    ...lines,
    // A new ENTRYPOINT forgets the CMD of the base.
    ...(start === undefined
      ? []
      : [`ENTRYPOINT ${JSON.stringify(program)}`, `CMD ${JSON.stringify(cmd)}`]),
  ];
  await writeFile(path.join(work, 'Dockerfile'), [`FROM ${names.base}`, ...added, ''].join('\n'));
  const build = ['build', '--quiet', '--tag', names.reference, work];
  await docker.read(build, { signal, timeout: 180_000 });
  return added;
}
