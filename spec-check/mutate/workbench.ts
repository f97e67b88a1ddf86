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
import type { Made } from './fault.ts';
import { folder, tool } from './image-faults.ts';

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
  async function makeImage({ file: [name, content] = ['file', ''], lines = [], start }: Made) {
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
    facts: image,
    /** Makes a mutant, and gives what proves promises on it. One that is broken says nothing of its fault: it has to start. */
    async mutant(made: Made) {
      const options = { ...context.options, image: await makeImage(made) };
      const own = () => ({ ...context, options, runId: randomBytes(4).toString('hex') });
      await using pool = resourcePool(resources, { ...own(), progress() {} }, () => {});
      await (await pool.get('container')).answers(signal);
      return async (items: Interpretation[]): Promise<readonly ReportItem[]> => {
        if (items.length === 0) return [];
        const plan = { spec, items, leftOut: 0, notChecked: [] };
        return (await run(plan, { context: own(), strict: false, emit() {} })).items;
      };
    },
  };
}
