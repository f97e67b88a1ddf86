import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** Packages are in the image. */
export const packageInImage = defineCheck({
  id: 'package-in-image',
  title: 'Packages are in the image',
  proof:
    "The package databases of the distribution and of the languages in the image's file system.",
  language,
  faults,
  params: z.strictObject({
    packages: z
      .union([z.array(z.string().min(1)).min(1), z.string().min(1)])
      .transform((one) => (typeof one === 'string' ? [one] : one))
      .describe('Names as the package manager has them'),
  }),
  describe: () => 'packages are in the image',
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('package-in-image is not measured yet');
  },
});
