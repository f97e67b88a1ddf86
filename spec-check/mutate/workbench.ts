import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { ownedTag } from '../docker/labels.ts';
import { temporaryFolder } from '../docker/temporary-folder.ts';
import { SpecError } from '../model/spec.ts';
import { debianImage } from '../offline/debian-image.ts';
import { busyboxImage } from '../offline/helper-images.ts';
import type { ResourceContext } from '../resources/resource.ts';
import { resources } from '../resources/resources.ts';
import { type ResourcePool, resourcePool } from '../run/pool.ts';
import { type Facts, learnFacts } from './facts.ts';
import { type Change, kindOf, type MutantFault, type RequestKind } from './fault.ts';
import { bare } from './image-faults.ts';
import { buildMutant, poolBehindProxy, poolOfMutant } from './pools.ts';

/** Where mutants of one image are made. What it gives is the caller's to dispose, and all else goes with it. */
export interface Workbench extends AsyncDisposable {
  readonly facts: Facts;
  /** The image as it is; `onRequest` sees what its API is asked. */
  readonly unchanged: (onRequest: (kind: RequestKind) => void) => ResourcePool;
  readonly mutant: (fault: MutantFault) => Promise<ResourcePool>;
  /** With all that a mutant has beside its fault. */
  readonly control: () => Promise<ResourcePool>;
}

/** Builds the image and asks it for what faults are made from. Throws SpecError, MachineFault. */
export async function workbench(given: ResourceContext): Promise<Workbench> {
  const { runId, signal, progress } = given;
  await using scope = new AsyncDisposableStack();
  const base = scope.use(resourcePool(resources, given, () => {}));
  const engine = await base.get('engine');
  const { docker } = engine;
  const build = await base.get('build');
  if (build.kind === 'broken')
    throw new SpecError('no-image', `The image cannot be built (${build.instruction}).`, {
      hint: `Look at it by hand: ${build.command}`,
    });
  const image = await base.get('image');
  const context = { ...given, progress: () => {} };
  const parts = {
    container: await base.get('container'),
    containers: await base.get('containers'),
  };
  progress('Looking at the unchanged image');
  const facts = await learnFacts(engine, image, parts, signal);

  const folder = await temporaryFolder('mutate', scope);
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
  const mutantWith = async (change: Change) => {
    const reference = newTag();
    const work = path.join(folder, String(images.length));
    const names = { base: unchanged, busybox, reference };
    const lines = await buildMutant(engine, names, change, image.config, { work, signal });
    // An id of its own: its containers have names of their own.
    const own = { ...context, runId: randomBytes(4).toString('hex') };
    return poolOfMutant(base, own, { reference, lines });
  };
  const owned = scope.move();
  return {
    facts,
    unchanged: (onRequest) =>
      poolBehindProxy(base, context, (method, path) => {
        onRequest(kindOf(method, path, facts));
        return undefined;
      }),
    mutant: async (fault) =>
      'change' in fault
        ? mutantWith(fault.change(facts))
        : poolBehindProxy(base, context, (method, path) =>
            fault.of.includes(kindOf(method, path, facts)) ? fault.lie : undefined,
          ),
    control: () => mutantWith(bare),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
