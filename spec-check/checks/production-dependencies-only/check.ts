import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { packagesOf, plainName } from '../../image-files/packages.ts';
import { executablesOf } from '../../image-files/paths.ts';
import { defineCheck, listCommand } from '../../model/check.ts';
import type { ImageFiles } from '../../model/resources.ts';
import { Ambiguous } from '../../model/verdict.ts';

export const productionDependenciesOnly = defineCheck({
  title: 'Only production dependencies are in the image',
  proof:
    'The npm and pip packages that are installed in the image against package-lock.json (what only development needs, at any depth) and requirements files for development. An image without installed packages is AMBIGUOUS: a bundle does not tell. Where compilers or build tools are named, no program of a usual one either.',
  language: {
    with: 'dockerfile image container docker ours system it present install carry every file app now final-stage pip small docker-build build-tool {tool}',
    senses: [
      { says: 'only production-dependency', with: 'resource_create with contains copy' },
      {
        says: 'dev-dependency image|present|install|carry|final-stage|ours',
        not: 1,
        unless: 'build-tool',
      },
      { says: 'dev-dependency exclude|avoid|dropped|out-of|unset', unless: 'build-tool' },
      {
        says: 'build-tool image|present|install|carry|final-stage|ours',
        not: 1,
        params: { buildTools: true },
        // "No build tools (gcc, git)": what is none of the usual ones must not be there either.
        also: ({ all }) =>
          all('tool')
            .filter((name) => !buildTool.test(name))
            .map((one) => ({
              check: 'package-in-image',
              params: { packages: [one], absent: true },
            })),
      },
    ],
    examples: ['Only production dependencies included', 'No dev dependencies in the image'],
  },
  faults: [
    ['a development package', 'bad-files', '', /1 of 2 .* only: \/srv\/node_modules\/jest/],
    ['a Python package of development', 'busybox', '', /development only: pytest/],
  ],
  goodShapes: [['good-files'], ['good-files', 'buildTools=true']],
  params: z.strictObject({
    buildTools: z.boolean().default(false).describe('Compilers and build tools are denied as well'),
  }),
  needs: ['image', 'files'],
  run: async ({ buildTools }, { image, files }) => {
    const programs = buildTools ? executablesOf(files) : [];
    // The SDK of .NET is no program of its own.
    const kits = buildTools ? [...files.entries.keys()].filter((one) => dotnetSdk.test(one)) : [];
    const compilers = programs.filter(({ name }) => buildTool.test(name)).map(({ file }) => file);
    const lists = await readLists(image.dockerfile?.context, files);
    const sources = [...lists.keys()].join(', ');
    const lock = lists.get('package-lock.json') ?? lists.get('npm-shrinkwrap.json');
    const lockDev = lock === undefined ? undefined : developmentOf(lock);
    const production = new Set(requirementNames(lists.get('requirements.txt') ?? ''));
    const development = developmentFiles.flatMap((name) => lists.get(name) ?? []);
    const pipDev = new Set(development.flatMap(requirementNames)).difference(production);

    const installed = packagesOf(files);
    const npm = installed.flatMap(({ manager, path: at = '' }) => {
      const root = at.indexOf('/node_modules/');
      const isOwn = manager === 'npm' && !isOfSystem(at.slice(0, root));
      return isOwn ? [{ at, place: at.slice(root + 1) }] : [];
    });
    const pip = installed.filter(
      ({ manager, name, path: at = '' }) =>
        manager === 'pip' && !tools.has(name) && !at.startsWith('/usr/lib/python3/dist-packages'),
    );
    const count = npm.length + pip.length;
    const isUnlisted =
      (npm.length > 0 && lockDev === undefined) || (pip.length > 0 && development.length === 0);
    if ((count === 0 || isUnlisted) && !buildTools)
      throw new Ambiguous(
        isUnlisted
          ? `Nothing tells which packages only development needs (read: ${sources || 'nothing'})`
          : 'The image has no installed npm or pip packages: what is compiled or bundled does not tell',
        'Keep package-lock.json or requirements-dev.txt beside the Dockerfile, or say which package must not be there.',
      );
    const extra = [
      ...npm.filter(({ place }) => lockDev?.has(place)).map(({ at }) => at),
      ...pip.filter(({ name }) => pipDev.has(name)).map(({ name }) => name),
      ...kits,
      ...compilers,
    ];
    const among = buildTools ? ` and ${programs.length} programs` : '';
    const by = buildTools
      ? ` (${sources || 'no list'}, and the usual names of build tools)`
      : `, by ${sources}`;
    return {
      holds: extra.length === 0,
      evidence: `None of ${count} installed packages${among} is for development only${by}`,
      wrong: `${extra.length} of ${count} installed packages${among} are for development only: ${extra.slice(0, 10).join(', ')}`,
      fix: 'Build in an earlier stage, and install for production in the last: npm ci --omit=dev, or pip install -r requirements.txt alone.',
      measured: { packages: count },
      command: listCommand(image.reference, 'node_modules/[^/]+/package.json|dist-info/$'),
    };
  },
});

const dotnetSdk = /\/dotnet\/sdk\/\d[^/]*$/;
const buildTool =
  /^(?:[\w-]+-linux-\w+-)?(?:gcc|g\+\+|cc|c\+\+|clang(?:\+\+)?|make|cmake|ninja|meson|go|rustc|cargo|javac|mvn|gradle|ghc|swiftc|tsc|kotlinc|scalac|sbt|zig|gfortran|bazel|msbuild)(?:-[\d.]+)?$/;

const developmentFiles = [
  ...['requirements-dev.txt', 'requirements_dev.txt', 'dev-requirements.txt'],
  ...['requirements-test.txt', 'requirements/dev.txt', 'requirements/test.txt'],
];

/** The project's own lists by name: those beside the Dockerfile, else those in the image. */
async function readLists(context: string | undefined, files: ImageFiles) {
  const lists = new Map<string, string>();
  const all = ['package-lock.json', 'npm-shrinkwrap.json', 'requirements.txt', ...developmentFiles];
  for (const name of all) {
    const beside = context && (await readFile(path.join(context, name), 'utf8').catch(() => ''));
    const text = beside || textInImage(files, name);
    if (text) lists.set(name, text);
  }
  return lists;
}

const textInImage = ({ texts }: ImageFiles, name: string): string | undefined =>
  [...texts].find(
    ([file]) =>
      path.posix.basename(file) === name &&
      !file.includes('/node_modules/') &&
      !isOfSystem(path.posix.dirname(file)),
  )?.[1];

const lockFile = z.object({
  packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })),
});

/** npm's lock file, from version 2 on, says of each place whether only development needs it. */
function developmentOf(text: string): ReadonlySet<string> {
  const { packages } = lockFile.parse(JSON.parse(text));
  return new Set(Object.entries(packages).flatMap(([place, { dev }]) => (dev ? [place] : [])));
}

export const requirementNames = (text: string): string[] =>
  [...text.matchAll(/^[ \t]*([A-Za-z0-9][\w.-]*)/gm)].map(([, name = '']) => plainName(name));

/** Packages there come with Node, npm or the distribution, and are no project's. */
const isOfSystem = (folder: string): boolean =>
  /^\/usr(?:\/local)?\/(?:lib|share)(?:\/node(?:js)?)?$|^\/opt\/yarn/.test(folder);

const tools = new Set(['pip', 'setuptools', 'wheel', 'distribute', 'pkg-resources']);
