import { randomBytes } from 'node:crypto';
import { sendAlways } from '../api-client/http-request.ts';
import { ownedTag } from '../docker/labels.ts';
import type { Interpretation } from '../model/interpretation.ts';
import type { Containers, Image, Resources } from '../model/resources.ts';
import type { Spec } from '../model/spec.ts';
import { debianImage } from '../offline/debian-image.ts';
import { busyboxImage } from '../offline/helper-images.ts';
import { containers } from '../resources/containers.ts';
import { image as imageResource } from '../resources/image.ts';
import { lyingProxy } from '../resources/lying-proxy.ts';
import { defineResource, type ResourceContext } from '../resources/resource.ts';
import { resources } from '../resources/resources.ts';
import { resourcePool } from '../run/pool.ts';
import { run } from '../run/run.ts';
import { kindOf, learnFacts } from './facts.ts';
import type { Made } from './fault.ts';
import { folder, tool } from './image-faults.ts';

/** Where mutants of one image are made and looked at; all of it goes with `scope`. Throws AcquireError, MachineFault. */
export async function workbench(spec: Spec, context: ResourceContext, scope: AsyncDisposableStack) {
  const { signal, progress, options, runId } = context;
  const base = scope.use(resourcePool(resources, context, () => {}));
  const engine = await base.get('engine');
  const { docker } = engine;
  const build = await base.get('build');
  const image = await base.get('image');
  const { config, dockerfile, buildArgs } = image;
  progress('Looking at the unchanged image');
  const facts = await learnFacts(image, await base.get('container'), signal);

  let count = 0;
  const buildImage = async (lines: readonly string[], scope: AsyncDisposableStack) => {
    count += 1;
    const tag = `spec-check/mutant-${count}:${ownedTag(runId)}`;
    scope.defer(async () => void (await docker.run(['rmi', '--force', tag])));
    const given = { signal, timeout: 180_000, input: lines.join('\n') };
    await docker.read(['build', '--quiet', '--tag', tag, '-'], given);
    return tag;
  };
  const busybox = await debianImage(busyboxImage, { docker, log: progress, signal });
  const brought = [
    ...[`FROM ${image.reference}`, `COPY --from=${busybox} /bin/busybox ${tool}`],
    ...['USER 0', `RUN ["${tool}", "chmod", "777", "${folder}"]`, `USER ${config.user || 0}`],
  ];
  const control = await buildImage(brought, scope);

  /** The image with all of these. */
  async function makeImage(mutant: readonly Made[], scope: AsyncDisposableStack): Promise<Image> {
    const starts = mutant.flatMap(({ start }) => start ?? []);
    const shells = starts.flatMap((start) => [tool, 'sh', '-c', start, 'sh']);
    // A new ENTRYPOINT forgets the CMD of the image before.
    const started = [
      `ENTRYPOINT ${JSON.stringify([...shells, ...config.entrypoint])}`,
      `CMD ${JSON.stringify(config.cmd)}`,
    ];
    const lines = mutant.flatMap(({ lines = [] }) => lines);
    const own = [`FROM ${control}`, ...lines, ...(starts.length > 0 ? started : [])];
    const given = { kind: 'given', reference: await buildImage(own, scope) } as const;
    const made = await imageResource.acquire({ engine, build: given }, context, scope);
    return { ...made, dockerfile, buildArgs };
  }

  /** Containers that are reached through a proxy, which tells the lies of these. */
  const lyingContainers = (mutant: readonly Made[]) =>
    defineResource({
      ...containers,
      async acquire(handles, own, scope): Promise<Containers> {
        const honest = await containers.acquire(handles, own, scope);
        const launch: typeof honest.launch = async (choices, signal) => {
          const container = await honest.launch(choices, signal);
          const liesTo = (kind: string) =>
            mutant.flatMap(({ lie }) => (lie?.to.test(kind) ? lie.tell : []));
          const lies = (method: string, path: string) => liesTo(kindOf(method, path, facts));
          const url = await lyingProxy(() => container.baseUrl(), lies, scope);
          sendAlways(url, options.settings.headers ?? {});
          const get = (it: typeof container, name: string | symbol) =>
            name === 'baseUrl' ? () => url : Reflect.get(it, name);
          return new Proxy(container, { get });
        };
        return { ...honest, launch };
      },
    });

  /** What the checks say of a mutant with all of these. */
  async function prove(mutant: readonly Made[], items: readonly Interpretation[]) {
    const catalogue = {
      ...resources,
      engine: made('engine', async () => engine),
      build: made('build', async () => build),
      image: made('image', (scope) => makeImage(mutant, scope)),
      containers: mutant.some(({ lie }) => lie) ? lyingContainers(mutant) : containers,
    };
    const own = { ...context, runId: randomBytes(4).toString('hex') };
    const plan = { spec, items: [...items], leftOut: 0, notChecked: [] };
    const report = await run(plan, { context: own, strict: false, emit() {}, catalogue });
    return items.map((one, index) => {
      const { status = 'ERROR' as const, evidence = '' } = report.items[index] ?? {};
      return { one, status, evidence };
    });
  }

  return { facts, prove };
}

function made<I extends keyof Resources>(
  id: I,
  make: (scope: AsyncDisposableStack) => Promise<Resources[I]>,
) {
  return defineResource({ id, needs: [], limit: 200_000, acquire: (_, __, scope) => make(scope) });
}
