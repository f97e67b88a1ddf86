import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ownedTag } from '../docker/labels.ts';
import { temporaryFolder } from '../docker/temporary-folder.ts';
import type { Interpretation } from '../model/interpretation.ts';
import type { ReportItem } from '../model/report.ts';
import { type Spec, SpecError } from '../model/spec.ts';
import { debianImage } from '../offline/debian-image.ts';
import { busyboxImage } from '../offline/helper-images.ts';
import type { ResourceContext } from '../resources/resource.ts';
import { resources } from '../resources/resources.ts';
import { resourcePool } from '../run/pool.ts';
import { run } from '../run/run.ts';
import { kindOf, learnFacts } from './facts.ts';
import type { Made } from './fault.ts';
import { folder, tool } from './image-faults.ts';
import { lyingProxy } from './lying-proxy.ts';

/** Where mutants of one image are made and looked at; they go with `scope`. Throws SpecError, MachineFault. */
export async function workbench(spec: Spec, context: ResourceContext, scope: AsyncDisposableStack) {
  const { runId, signal, progress } = context;
  await using base = resourcePool(resources, context, () => {});
  const { docker } = await base.get('engine');
  const build = await base.get('build');
  if (build.kind === 'broken')
    throw new SpecError('no-image', `The image cannot be built (${build.instruction}).`, {
      hint: `Look at it by hand: ${build.command}`,
    });
  const image = await base.get('image');
  const { config } = image;
  progress('Looking at the unchanged image');
  const facts = await learnFacts(image, await base.get('container'), signal);
  const busybox = await debianImage(busyboxImage, { docker, log: progress, signal });
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

  /** An image of its own layers, which no engine takes for another. */
  async function makeImage({ file: [name, content] = ['state', ''], lines = [], start }: Made) {
    const reference = newTag();
    const place = path.join(work, String(images.length));
    const added = path.join(place, 'root', folder);
    await mkdir(added, { recursive: true });
    await chmod(added, 0o777);
    await writeFile(path.join(added, 'name'), reference);
    await writeFile(path.join(added, name), content);
    const entrypoint = [tool, 'sh', '-c', start, 'sh', ...config.entrypoint];
    const dockerfile = [
      ...[`FROM ${unchanged}`, 'COPY root/ /', `COPY --from=${busybox} /bin/busybox ${tool}`],
      ...lines,
      // A new ENTRYPOINT forgets the CMD of the image before.
      ...(start === undefined
        ? []
        : [`ENTRYPOINT ${JSON.stringify(entrypoint)}`, `CMD ${JSON.stringify(config.cmd)}`]),
    ];
    await writeFile(path.join(place, 'Dockerfile'), `${dockerfile.join('\n')}\n`);
    const options = { signal, timeout: 180_000 };
    await docker.read(['build', '--quiet', '--tag', reference, place], options);
    return reference;
  }

  return {
    facts,
    /** Makes a mutant. An image that is broken says nothing of its fault: it has to start. */
    async mutant(made: Made) {
      const reference = await makeImage(made);
      let lies = 0;
      const lieTo = (method: string, path: string) => {
        const isOf = made.lie?.of.split(' ').includes(kindOf(method, path, facts));
        if (isOf) lies += 1;
        return isOf ? made.lie?.tell : undefined;
      };
      const contextOf = (proxies: AsyncDisposableStack): ResourceContext => ({
        ...{ ...context, progress() {}, runId: randomBytes(4).toString('hex') },
        options: {
          ...{ ...context.options, image: reference },
          through: (url) => lyingProxy(url, lieTo, proxies),
        },
      });
      if (made.lie === undefined) {
        await using proxies = new AsyncDisposableStack();
        await using pool = resourcePool(resources, contextOf(proxies), () => {});
        await (await pool.get('container')).answers(signal);
      }
      return {
        lies: () => lies,
        async prove(items: Interpretation[]): Promise<readonly ReportItem[]> {
          if (items.length === 0) return [];
          await using proxies = new AsyncDisposableStack();
          const plan = { spec, items, leftOut: 0, notChecked: [] };
          const report = await run(plan, { context: contextOf(proxies), strict: false, emit() {} });
          return report.items;
        },
      };
    },
  };
}
