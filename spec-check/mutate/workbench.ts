import { randomBytes } from 'node:crypto';
import { sendAlways } from '../api-client/http-request.ts';
import { ownedTag } from '../docker/labels.ts';
import type { Interpretation } from '../model/interpretation.ts';
import type { Containers, Resources } from '../model/resources.ts';
import type { Spec } from '../model/spec.ts';
import { debianImage } from '../offline/debian-image.ts';
import { busyboxImage } from '../offline/helper-images.ts';
import { containers } from '../resources/containers.ts';
import { image as imageResource } from '../resources/image.ts';
import { type Catalogue, defineResource, type ResourceContext } from '../resources/resource.ts';
import { resources } from '../resources/resources.ts';
import { resourcePool } from '../run/pool.ts';
import { run } from '../run/run.ts';
import { kindOf, learnFacts } from './facts.ts';
import type { Made } from './fault.ts';
import { folder, tool } from './image-faults.ts';
import { lyingProxy } from './lying-proxy.ts';

/** Where mutants of one image are made and looked at; all of it goes with `scope`. Throws AcquireError, MachineFault. */
export async function workbench(spec: Spec, context: ResourceContext, scope: AsyncDisposableStack) {
  const { signal, progress, options, runId } = context;
  const base = scope.use(resourcePool(resources, context, () => {}));
  const engine = await base.get('engine');
  const build = await base.get('build');
  const image = await base.get('image');
  const { docker } = engine;
  const { config } = image;
  progress('Looking at the unchanged image');
  const facts = await learnFacts(image, await base.get('container'), signal);

  let count = 0;
  const newTag = (scope: AsyncDisposableStack) => {
    count += 1;
    const tag = `spec-check/mutant-${count}:${ownedTag(runId)}`;
    scope.defer(async () => void (await docker.run(['rmi', '--force', tag])));
    return tag;
  };
  const buildImage = async (lines: readonly string[], scope: AsyncDisposableStack) => {
    const tag = newTag(scope);
    const given = { signal, timeout: 180_000, input: lines.join('\n') };
    await docker.read(['build', '--quiet', '--tag', tag, '-'], given);
    return tag;
  };
  const from = newTag(scope);
  await docker.read(['tag', image.id, from], { signal });
  const busybox = await debianImage(busyboxImage, { docker, log: progress, signal });
  // It has all that comes along with faults.
  const control = await buildImage(
    [
      ...[`FROM ${from}`, `COPY --from=${busybox} /bin/busybox ${tool}`],
      ...['USER 0', `RUN ["${tool}", "chmod", "777", "${folder}"]`, `USER ${config.user || 0}`],
    ],
    scope,
  );

  /** The image with all of these; it is made where a check asks for it. */
  const mutantImage = (mutant: readonly Made[]) =>
    defineResource({
      id: 'image',
      needs: [],
      limit: 200_000,
      async acquire(_, __, scope) {
        const starts = mutant.flatMap(({ start }) => start ?? []);
        const shells = starts.flatMap((start) => [tool, 'sh', '-c', start, 'sh']);
        // A new ENTRYPOINT forgets the CMD of the image before.
        const entrypoint = [
          `ENTRYPOINT ${JSON.stringify([...shells, ...config.entrypoint])}`,
          `CMD ${JSON.stringify(config.cmd)}`,
        ];
        const lines = mutant.flatMap(({ lines = [] }) => lines);
        const own = [`FROM ${control}`, ...lines, ...(starts.length > 0 ? entrypoint : [])];
        const given = { kind: 'given', reference: await buildImage(own, scope) } as const;
        const { dockerfile, buildArgs } = image;
        const made = await imageResource.acquire({ engine, build: given }, context, scope);
        return { ...made, dockerfile, buildArgs };
      },
    });

  /** Containers that are reached through a proxy, which tells the lies of these. */
  const lyingContainers = (mutant: readonly Made[]) =>
    defineResource({
      ...containers,
      async acquire(handles, own, scope) {
        const honest = await containers.acquire(handles, own, scope);
        const lieTo = (method: string, path: string) =>
          mutant.find(({ lie }) => lie?.to.test(kindOf(method, path, facts)))?.lie?.tell;
        const launch: Containers['launch'] = async (options, signal) => {
          const container = await honest.launch(options, signal);
          const url = await lyingProxy(() => container.baseUrl(), lieTo, scope);
          sendAlways(url, own.options.settings.headers ?? {});
          return new Proxy(container, {
            get: (it, name) => (name === 'baseUrl' ? () => url : Reflect.get(it, name)),
          });
        };
        return { ...honest, launch };
      },
    });

  /** What the checks say of a mutant with all of these. */
  async function prove(mutant: readonly Made[], items: readonly Interpretation[]) {
    const catalogue: Catalogue = {
      ...resources,
      ...{ engine: handed('engine', engine), build: handed('build', build) },
      image: mutantImage(mutant),
      containers: mutant.some(({ lie }) => lie) ? lyingContainers(mutant) : containers,
    };
    const own = { ...context, options, runId: randomBytes(4).toString('hex') };
    const plan = { spec, items: [...items], leftOut: 0, notChecked: [] };
    const report = await run(plan, { context: own, strict: false, emit() {}, catalogue });
    return items.map((one, index) => {
      const { status = 'ERROR' as const, evidence = '' } = report.items[index] ?? {};
      return { one, status, evidence };
    });
  }

  return { facts, prove };
}

function handed<I extends keyof Resources>(id: I, handle: Resources[I]) {
  return defineResource({ id, needs: [], limit: 1000, acquire: async () => handle });
}
