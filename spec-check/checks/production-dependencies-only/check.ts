import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { packagesOf } from '../../resources/image-packages.ts';
import { language } from './language.ts';
import { judgeProduction, readManifests } from './measure.ts';

export const productionDependenciesOnly = defineCheck({
  id: 'production-dependencies-only',
  title: 'Only production dependencies are in the image',
  proof:
    'The npm and pip packages that are installed in the image against package-lock.json (what only development needs, at any depth) and requirements files for development. An image without installed packages is AMBIGUOUS: a bundle does not tell.',
  language,
  faults: [
    [
      'a package of development',
      'has bad files',
      '',
      /1 of 2 installed packages are for development only: \/srv\/node_modules\/jest/,
    ],
    ['a Python package of development', 'has busybox', '', /development only: pytest/],
  ],
  goodShapes: [['has good files']],
  params: z.strictObject({}),
  describe: () => 'no package that only development needs is installed in the image',
  needs: ['image', 'files'],
  run: async (_params, { image, files }) =>
    judgeProduction(
      packagesOf(files),
      await readManifests(image.dockerfile?.context, files),
      image.reference,
    ),
});
