import * as z from 'zod';
import { hasRpm, packagesOf, plainName } from '../../image-files/packages.ts';
import { executablesOf } from '../../image-files/paths.ts';
import { defineCheck, listCommand, listOf, type Values } from '../../model/check.ts';

export const packageInImage = defineCheck({
  title: 'Packages are in the image',
  proof:
    'The records of dpkg, apk, npm and pip in the file system of the image. A promise that one is not there looks for an executable of that name as well.',
  language: {
    with: 'ours docker now inside install image container package final-stage every carry exist present system it',
    params: ({ all }) => ({ packages: all('tool'), absent: true }),
    senses: [
      { says: '{file}+|{tool}+ package|install|reachable image|container', params: installed },
      { says: '{tool}+ contains image|container', params: installed },
      { says: '{tool}+ install', unless: '{code} pip', params: installed },
      {
        says: '{tool}+ image|container|final-stage|ours|install|carry',
        not: 1,
        unless: 'build with via through',
        with: 'or',
      },
      {
        says: 'package-manager',
        not: 1,
        params: { packages: ['apt', 'apk', 'dpkg', 'rpm', 'yum', 'dnf'], absent: true },
      },
      { says: '{tool}+ out-of|dropped|exclude image|container|final-stage', with: 'keep or' },
    ],
    examples: ['The package `curl` is installed in the image'],
  },
  faults: [
    ['not installed', 'bad-files', 'packages=postgresql-client', /does not have postgresql-client/],
    ['it is there', 'bad-files', 'packages=["jest","curl"] absent=true', /has jest 30/],
  ],
  goodShapes: [
    ['good-files', 'packages=["express"]'],
    ['good-files', 'packages=["jest","curl"] absent=true'],
  ],
  params: z.strictObject({
    packages: listOf(z.string().min(1)).describe('Names as the package manager has them'),
    absent: z.boolean().default(false).describe('None of them may be there'),
  }),
  describe: ({ packages, absent }) => `${packages.join(', ')} ${absent ? 'not ' : ''}in the image`,
  needs: ['image', 'files'],
  run: ({ packages, absent }, { image: { reference }, files }) => {
    if (hasRpm(files)) throw new Error('the packages of an RPM database cannot be read');
    const installed = packagesOf(files);
    const programs = absent ? executablesOf(files) : [];
    const placeOf = (wanted: string) => {
      const found = installed.find(({ name }) => name === wanted || name === plainName(wanted));
      // `python3.11` is python as well, and `gcc-12` gcc.
      const isWanted = (name: string) => [name, name.replace(/-?\d[\d.]*$/, '')].includes(wanted);
      const program = programs.find(({ name }) => isWanted(name));
      return found ? `${found.name} ${found.version} (${found.manager})` : program?.file;
    };
    const found = packages.flatMap((name) => placeOf(name) ?? []).join(', ');
    const missing = packages.filter((name) => placeOf(name) === undefined);
    return {
      holds: absent ? found === '' : missing.length === 0,
      evidence: `The image has ${found || `none of ${packages.join(', ')}`}, among ${installed.length} packages`,
      wrong: absent ? undefined : `The image does not have ${missing.join(', ')}`,
      fix: `${absent ? 'Do not install it' : 'Install it'} in the last stage.`,
      measured: { packages: installed.length },
      command: listCommand(reference, packages.join('|')),
    };
  },
});

/** A path that is there is asked for; a file has an ending, or a capital. */
function installed({ all }: Values) {
  const packages = [...all('file'), ...all('tool')];
  return packages.some((name) =>
    /[/.A-Z]|^(?:docs|tests|dist|vendor|tmp|fixtures|coverage|node_modules)$/.test(name),
  )
    ? []
    : { packages };
}
