import { randomBytes } from 'node:crypto';
import { ownedTag } from '../docker/labels.ts';
import { lyingProxy } from '../measuring/lying-proxy.ts';
import type { Container, Resources } from '../model/resources.ts';
import type { Interpretation, Spec } from '../model/spec.ts';
import { debianImage } from '../offline/debian-image.ts';
import { busyboxImage } from '../offline/helper-images.ts';
import { image as imageResource } from '../resources/image.ts';
import { defineResource, type ResourceContext } from '../resources/resource.ts';
import { resources } from '../resources/resources.ts';
import { resourcePool } from '../run/pool.ts';
import { run } from '../run/run.ts';
import { kindOf, learnFacts, type Mutation } from './facts.ts';
import { folder, tool } from './image-faults.ts';

export type Prove = Awaited<ReturnType<typeof workbench>>['prove'];
export type MutantResult = Awaited<ReturnType<Prove>>[number];

/** Where mutants of one image are made and looked at; all of it goes with `scope`. Throws AcquireError, MachineFault. */
export async function workbench(spec: Spec, context: ResourceContext, scope: AsyncDisposableStack) {
  const { signal, progress, options, runId } = context;
  const base = scope.use(resourcePool(resources, context, () => {}));
  const { engine, build, image } = await base.getAll(['engine', 'build', 'image']);
  const { docker } = engine;
  const { config, dockerfile, buildArgs } = image;

  const busybox = await debianImage(busyboxImage, { docker, log: progress, signal });
  const brought = [
    ...[`FROM ${image.reference}`, `COPY --from=${busybox} /bin/busybox ${tool}`],
    ...['USER 0', `RUN ["${tool}", "chmod", "777", "${folder}"]`, `USER ${config.User || 0}`],
  ];

  let count = 0;
  /** Builds the image with all of these faults; with none, the image with the shell that every mutant has. */
  async function makeImage(mutant: readonly Mutation[], scope: AsyncDisposableStack) {
    const starts = ['exec "$@"', ...mutant.flatMap(({ start }) => start ?? [])];
    const shells = starts.flatMap((start) => [tool, 'sh', '-c', start, 'sh']);
    // A new ENTRYPOINT clears the CMD of the base image.
    const entrypoint = `ENTRYPOINT ${JSON.stringify([...shells, ...config.Entrypoint])}`;
    const lines = mutant.flatMap(({ lines = [] }) => lines);
    const started = [entrypoint, `CMD ${JSON.stringify(config.Cmd)}`];
    count += 1;
    const reference = `spec-check/mutant-${count}:${ownedTag(runId)}`;
    scope.defer(async () => void (await docker.run(['rmi', '--force', reference])));
    const input = [...brought, ...lines, ...started].join('\n');
    const given = { signal, timeout: 180_000, input };
    await docker.read(['build', '--quiet', '--tag', reference, '-'], given);
    const build = { kind: 'given', reference } as const;
    const made = await imageResource.acquire({ engine, build }, context, scope);
    return { ...made, dockerfile, buildArgs };
  }

  const catalogueOf = (mutant: readonly Mutation[]) => ({
    ...resources,
    engine: made(async () => engine),
    build: made(async () => build),
    image: made((scope) => makeImage(mutant, scope)),
  });
  const shared = scope.use(resourcePool(catalogueOf([]), context, () => {}));
  const lend = <I extends keyof Resources>(id: I) => made(() => shared.get(id));
  progress('Looking at the unchanged image');
  const { env = {} } = options.settings;
  const facts = await learnFacts(image, await shared.get('container'), env, signal);

  /** The shared container; where there are lies, a proxy that tells them stands before it and before those that checks start. */
  function sharedCatalogue(mutant: readonly Mutation[]) {
    const behindProxy = async (container: Container, scope: AsyncDisposableStack) => {
      const liesTo = (method: string, path: string) =>
        mutant.flatMap(({ lie }) => (lie?.to.test(kindOf(method, path, facts)) ? lie.tell : []));
      const url = await lyingProxy(() => container.baseUrl(), liesTo, scope);
      const answers = (signal: AbortSignal) => container.answers(signal).then(() => url);
      return { ...container, baseUrl: () => url, answers };
    };
    const honest = {
      ...{ ...catalogueOf([]), image: lend('image'), files: lend('files') },
      ...{ database: lend('database'), services: lend('services') },
      ...{ container: lend('container'), containers: lend('containers') },
    };
    if (mutant.length === 0) return honest;
    return {
      ...honest,
      container: made(async (scope) => behindProxy(await shared.get('container'), scope)),
      containers: made(async (scope) => {
        const others = await shared.get('containers');
        const launch: typeof others.launch = async (choices, signal) =>
          behindProxy(await others.launch(choices, signal), scope);
        return { ...others, launch };
      }),
    };
  }

  /** The results of checks on a mutant with all of these faults. */
  async function prove(mutant: readonly Mutation[], items: readonly Interpretation[]) {
    const catalogue = mutant.every(({ lie }) => lie)
      ? sharedCatalogue(mutant)
      : catalogueOf(mutant);
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

const made = <T>(make: (scope: AsyncDisposableStack) => Promise<T>) =>
  defineResource({ needs: [], limit: 200_000, acquire: (_, __, scope) => make(scope) });
