import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ownedTag, removeRun } from '../docker/labels.ts';
import { temporaryFolder } from '../docker/temporary-folder.ts';
import type { Build, Container, Containers, ResourceId } from '../model/resources.ts';
import { SpecError } from '../model/spec.ts';
import { debianImage } from '../offline/debian-image.ts';
import { busyboxImage } from '../offline/helper-images.ts';
import type { Catalogue, ResourceContext } from '../resources/resource.ts';
import { resources } from '../resources/resources.ts';
import { type ResourcePool, resourcePool } from '../run/pool.ts';
import { askApi, type Facts, kindOf } from './facts.ts';
import type { Change } from './fault.ts';
import { folder, tool } from './image-faults.ts';
import { type Lie, lyingProxy } from './lying-proxy.ts';

/** Where mutants of one image are made; all goes with `scope`. Throws SpecError, MachineFault. */
export async function workbench(given: ResourceContext, scope: AsyncDisposableStack) {
  const { runId, signal, progress } = given;
  const context = { ...given, progress() {} };
  const base = scope.use(resourcePool(resources, given, () => {}));
  const engine = await base.get('engine');
  const { docker } = engine;
  const build = await base.get('build');
  if (build.kind === 'broken')
    throw new SpecError('no-image', `The image cannot be built (${build.instruction}).`, {
      hint: `Look at it by hand: ${build.command}`,
    });
  const image = await base.get('image');
  const containers = await base.get('containers');
  progress('Looking at the unchanged image');
  const begun = performance.now();
  const container = await base.get('container');
  await container.answers(signal);
  const startSeconds = (performance.now() - begun) / 1000;
  const { config, bytes, port } = image;
  const asked = await askApi({ image, container }, signal);
  const facts: Facts = { ...asked, config, bytes, port, startSeconds };
  const work = await temporaryFolder('mutate', scope);
  const images: string[] = [];
  scope.defer(async () => {
    await docker.run(['rmi', '--force', ...images], { timeout: 60_000 });
  });
  const newTag = () => {
    images.push(`spec-check/mutant-${images.length}:${ownedTag(runId)}`);
    return images.at(-1) ?? '';
  };
  const unchanged = newTag();
  await docker.read(['tag', image.id, unchanged], { signal });
  const busybox = await debianImage(busyboxImage, { docker, log: progress, signal });

  return {
    facts,
    /** The unchanged image, with a proxy before its API that knows the kind of each request. */
    behindProxy: (lieTo: (kind: string) => Lie | undefined): ResourcePool => {
      const behind = async (one: Container, scope: AsyncDisposableStack) => {
        const about = (method: string, path: string) => lieTo(kindOf(method, path, facts));
        const url = await lyingProxy(one.baseUrl, about, scope);
        // All else is the container's.
        return Object.create(one, { baseUrl: { value: () => url } }) as Container;
      };
      return poolBeside(base, context, Object.keys(resources), {
        container: (scope) => behind(container, scope),
        containers: async (scope): Promise<Containers> => ({
          launch: async (options, signal) =>
            behind(await containers.launch(options, signal), scope),
        }),
      });
    },
    /** An image of its own, which is built now, on the same engine. */
    async changed(change: Change): Promise<ResourcePool> {
      const reference = newTag();
      const place = path.join(work, String(images.length));
      const { file: [name, content] = ['state', ''], lines = [], start } = change;
      const added = path.join(place, 'root', folder);
      await mkdir(added, { recursive: true });
      await chmod(added, 0o777);
      await writeFile(path.join(added, name), content);
      const entrypoint = [tool, 'sh', '-c', start, 'sh', ...config.entrypoint];
      const changes = [
        ...['COPY root/ /', `COPY --from=${busybox} /bin/busybox ${tool}`, ...lines],
        // A new ENTRYPOINT forgets the CMD of the image before.
        ...(start === undefined
          ? []
          : [`ENTRYPOINT ${JSON.stringify(entrypoint)}`, `CMD ${JSON.stringify(config.cmd)}`]),
      ].join('\n');
      await writeFile(path.join(place, 'Dockerfile'), `FROM ${unchanged}\n${changes}\n`);
      const options = { signal, timeout: 180_000 };
      await docker.read(['build', '--quiet', '--tag', reference, place], options);
      // An id of its own: its containers have names of their own.
      const own = { ...context, runId: randomBytes(4).toString('hex') };
      return poolBeside(base, own, ['services', 'registry', 'secondEngine'], {
        async engine(scope) {
          scope.defer(() => removeRun(docker, own.runId));
          return engine;
        },
        async build(): Promise<Build> {
          if (build.kind === 'given') return { kind: 'given', reference };
          // What the lines do to the image, they do to its Dockerfile.
          const text = `${build.dockerfile.text}\n${changes}\n`;
          const again: typeof build.again = async (cache, signal) => {
            const other = await build.again(cache, signal);
            return other.id === build.reference ? { ...other, id: reference } : other;
          };
          return { ...build, reference, dockerfile: { ...build.dockerfile, text }, again };
        },
      });
    },
  };
}

/** All resources: some are those of `base`, some others. */
function poolBeside(
  base: ResourcePool,
  context: ResourceContext,
  shared: readonly string[],
  own: Partial<Record<ResourceId, (scope: AsyncDisposableStack) => Promise<unknown>>>,
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
