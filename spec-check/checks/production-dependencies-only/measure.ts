import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { judged, listCommand } from '../../model/judged.ts';
import type { ImageFiles } from '../../model/resources.ts';
import { Ambiguous, type Verdict } from '../../model/verdict.ts';
import { type Package, plainName } from '../../resources/image-packages.ts';

/** What only development needs, by the project's own lists; undefined where a project has none of that kind. */
export interface Manifests {
  /** Places below a project, `node_modules/a/node_modules/b`. */
  readonly npm: ReadonlySet<string> | undefined;
  /** Names as PEP 503 writes them. */
  readonly pip: ReadonlySet<string> | undefined;
  /** The files that were read. */
  readonly sources: readonly string[];
}

/** Reads the lists beside the Dockerfile, and those in the image. */
export async function readManifests(
  context: string | undefined,
  files: ImageFiles,
): Promise<Manifests> {
  const beside = async (name: string) =>
    context === undefined
      ? undefined
      : readFile(path.join(context, name), 'utf8').catch(() => undefined);
  const inImage = (name: string) =>
    [...files.texts].find(
      ([file]) =>
        path.posix.basename(file) === name &&
        !file.includes('/node_modules/') &&
        !isOfSystem(path.posix.dirname(file)),
    )?.[1];
  const sources: string[] = [];
  const read = async (name: string) => {
    const text = (await beside(name)) ?? inImage(name);
    if (text !== undefined) sources.push(name);
    return text;
  };
  const lock = (await read('package-lock.json')) ?? (await read('npm-shrinkwrap.json'));
  const main = await read('requirements.txt');
  const development = await Promise.all(developmentFiles.map(read));
  const names = (text: string | undefined) => new Set(requirementNames(text ?? ''));
  const production = names(main);
  const pip = development.flatMap((text) => [...names(text)]);
  return {
    npm: lock === undefined ? undefined : developmentOf(lock),
    pip: development.some((text) => text !== undefined)
      ? new Set(pip.filter((name) => !production.has(name)))
      : undefined,
    sources,
  };
}

const developmentFiles = [
  ...['requirements-dev.txt', 'requirements_dev.txt', 'dev-requirements.txt'],
  ...['requirements-test.txt', 'requirements/dev.txt', 'requirements/test.txt'],
];

const lockFile = z.object({
  packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })),
});

/** npm's lock file, from version 2 on, says of each place whether only development needs it. */
export function developmentOf(text: string): ReadonlySet<string> {
  const { packages } = lockFile.parse(JSON.parse(text));
  return new Set(Object.entries(packages).flatMap(([place, { dev }]) => (dev ? [place] : [])));
}

export function requirementNames(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const name = /^\s*([A-Za-z0-9][\w.-]*)/.exec(line)?.[1];
    return name === undefined ? [] : [plainName(name)];
  });
}

/** Packages there come with Node, npm or the distribution, and are no project's. */
function isOfSystem(folder: string): boolean {
  return /^\/usr(?:\/local)?\/(?:lib|share)(?:\/node(?:js)?)?$|^\/opt\/yarn/.test(folder);
}

const tools = new Set(['pip', 'setuptools', 'wheel', 'distribute', 'pkg-resources']);

/** Whether none of the installed packages is one that only development needs. Throws Ambiguous where nothing tells. */
export function judgeProduction(
  installed: readonly Package[],
  { npm, pip, sources }: Manifests,
  reference: string,
): Verdict {
  const places = installed.flatMap(({ manager, path: at = '', name }) => {
    const root = at.indexOf('/node_modules/');
    const isOwn = manager === 'npm' && !isOfSystem(at.slice(0, root));
    return isOwn ? [{ name, at, place: at.slice(root + 1) }] : [];
  });
  const python = installed.filter(
    ({ manager, name, path: at = '' }) =>
      manager === 'pip' && !tools.has(name) && !at.startsWith('/usr/lib/python3/dist-packages'),
  );
  const count = places.length + python.length;
  const isUnlisted =
    (places.length > 0 && npm === undefined) || (python.length > 0 && pip === undefined);
  if (count === 0 || isUnlisted) {
    throw new Ambiguous(
      isUnlisted
        ? `Nothing tells which packages only development needs (read: ${sources.join(', ') || 'nothing'})`
        : 'The image has no installed npm or pip packages: what is compiled or bundled does not tell',
      'Keep package-lock.json or requirements-dev.txt beside the Dockerfile, or say which package must not be there.',
    );
  }
  const extra = [
    ...places.filter(({ place }) => npm?.has(place)).map(({ at }) => at),
    ...python.filter(({ name }) => pip?.has(name)).map(({ name }) => name),
  ];
  return judged({
    holds: extra.length === 0,
    evidence: `None of ${count} installed packages is for development only, by ${sources.join(', ')}`,
    wrong: `${extra.length} of ${count} installed packages are for development only: ${extra.slice(0, 10).join(', ')}`,
    expected: 'no package that only development needs',
    fix: 'Install for production in the last stage: npm ci --omit=dev, or pip install -r requirements.txt alone.',
    measured: { packages: count },
    command: listCommand(reference, 'node_modules/[^/]+/package.json|dist-info/$'),
  });
}
