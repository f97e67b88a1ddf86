import path from 'node:path';
import * as z from 'zod';
import { defineCheck, type Verdict } from '../../model/check.ts';
import type { ImageFiles } from '../../model/resources.ts';
import { hasRpm, type Package, packagesOf, plainName } from '../../resources/image-packages.ts';
import { faults, goodShapes } from './faults.ts';
import { language } from './language.ts';

/** Packages are in the image, or are not. */
export const packageInImage = defineCheck({
  id: 'package-in-image',
  title: 'Packages are in the image',
  proof:
    'The records of dpkg, apk, npm and pip in the file system of the image. A promise that one is not there looks for an executable of that name as well.',
  language,
  faults,
  goodShapes,
  params: z.strictObject({
    packages: z
      .union([z.array(z.string().min(1)).min(1), z.string().min(1)])
      .transform((names) => (typeof names === 'string' ? [names] : names))
      .describe('Names as the package manager has them'),
    absent: z.boolean().default(false).describe('None of them may be there'),
  }),
  describe: ({ packages, absent }) => `${packages.join(', ')} ${absent ? 'not ' : ''}in the image`,
  needs: ['image', 'files'],
  run: async (params, { image, files }) => judgePackages(params, files, image.reference),
});

export function judgePackages(
  { packages, absent }: { readonly packages: readonly string[]; readonly absent: boolean },
  files: ImageFiles,
  reference: string,
): Verdict {
  const installed = packagesOf(files);
  if (hasRpm(files)) throw new Error('the packages of an RPM database cannot be read');
  const found = packages.map((name) => where(name, installed, absent ? files : undefined));
  const shown = found.filter((place) => place !== undefined).join(', ');
  const missing = packages.filter((_name, index) => found[index] === undefined);
  const command = `docker create --name look ${reference} none; docker export look | tar -t | grep -E '${packages.join('|')}'; docker rm look`;
  if (absent ? shown === '' : missing.length === 0) {
    return {
      status: 'PASS',
      evidence: absent
        ? `None of ${packages.join(', ')} among ${installed.length} packages and the executables`
        : shown,
      measured: { packages: installed.length },
      command,
    };
  }
  return {
    status: 'FAIL',
    evidence: absent ? `The image has ${shown}` : `The image does not have ${missing.join(', ')}`,
    expected: `${absent ? 'no ' : ''}${packages.join(', ')}`,
    actual: shown || `none of them among ${installed.length} packages`,
    fix: absent ? 'Do not install it in the last stage.' : 'Install it in the last stage.',
    command,
  };
}

function where(
  wanted: string,
  installed: readonly Package[],
  files: ImageFiles | undefined,
): string | undefined {
  const found = installed.find(({ name, manager }) =>
    manager === 'pip' ? name === plainName(wanted) : name === wanted,
  );
  if (found !== undefined) return `${found.name} ${found.version} (${found.manager})`;
  return [...(files?.entries ?? [])].find(
    ([file, { kind, mode }]) =>
      path.posix.basename(file) === wanted &&
      kind !== 'folder' &&
      (kind === 'link' || (mode & 0o111) !== 0),
  )?.[0];
}
