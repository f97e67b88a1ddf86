import { existsSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { readSettings } from '../../language/settings.ts';
import type { Settings } from '../../model/settings.ts';
import { SpecError } from '../../model/spec.ts';
import { readNamed } from './reason-of.ts';

/** The settings of a configuration file: the one named, else `spec-check.yaml` in this folder, if there is one. */
export async function readConfig(named: string | undefined): Promise<Settings> {
  const file = named ?? ['spec-check.yaml', 'spec-check.yml', 'spec-check.json'].find(existsSync);
  if (file === undefined) return {};
  const hint = 'Correct --config; without it spec-check.yaml in this folder is read.';
  return readSettings(String(await readNamed('config', file, hint)), { where: file, line: 1 });
}

/** The later ones come first; variables, headers, arguments, services and images are put together by name. */
export function mergeSettings(...sources: readonly Settings[]): Settings {
  const together = (before: Settings, after: Settings): Settings => {
    const named = (['env', 'headers', 'buildArgs', 'services', 'images'] as const)
      .filter((key) => after[key] !== undefined)
      .map((key) => [key, { ...before[key], ...after[key] }]);
    return { ...before, ...after, ...Object.fromEntries(named) };
  };
  return sources.reduce(together, {});
}

/** The Dockerfile beside the spec or here, and its context; what is named is looked for here first; absolute paths. Throws SpecError when there is none. */
export async function findBuild(
  { dockerfile: named, context }: Pick<Settings, 'dockerfile' | 'context'>,
  spec: string,
) {
  const dockerfile = named ?? 'Dockerfile';
  const root = await realpath(projectRoot());
  const besideSpec = path.dirname(path.resolve(spec));
  const near = named === undefined && context === undefined ? [besideSpec, '.'] : ['.', besideSpec];
  const folders = [...near, path.dirname(besideSpec)].map((folder) => path.resolve(folder));
  const names = [dockerfile, ...(context === undefined ? [] : [path.join(context, dockerfile)])];
  for (const folder of folders.filter((one) => isInside(root, one))) {
    const name = names.find((one) => existsSync(path.join(folder, one)));
    if (name === undefined) continue;
    const file = path.join(folder, name);
    const place = { context: path.resolve(folder, context ?? ''), dockerfile: file };
    for (const [key, one] of Object.entries(place)) {
      const real = await realpath(one).catch(() => undefined);
      if (real === undefined)
        throw new SpecError('no-context', `There is no folder ${one} to build.`, {
          hint: 'Correct context: in the front matter, or --context.',
        });
      if (!isInside(root, real))
        throw new SpecError('outside-project', `The ${key} ${one} leads out of the project.`, {
          hint: 'A spec reaches only what is inside the project.',
        });
    }
    return place;
  }
  const expected = path.resolve(dockerfile);
  throw new SpecError('no-dockerfile', `Expected a Dockerfile at ${expected}, and there is none.`, {
    hint: 'Add one, name it (dockerfile: docker/Dockerfile in the front matter, or --dockerfile), or check an image that exists: --image NAME.',
  });
}

/** The folder of the repository, else this one. */
export function projectRoot(): string {
  const here = process.cwd();
  for (let folder = here; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, '.git'))) return folder;
    if (folder === path.dirname(folder)) return here;
  }
}

export function isInside(root: string, file: string): boolean {
  const relative = path.relative(root, file);
  return relative === '' || (!relative.startsWith('..') && !path.isAbsolute(relative));
}
