import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** Only production dependencies are in the image. */
export const productionDependenciesOnly = defineCheck({
  id: 'production-dependencies-only',
  title: 'Only production dependencies are in the image',
  proof:
    'The packages that are installed in the image against the lock file: none of those that only development needs.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () => 'only production dependencies are in the image',
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('production-dependencies-only is not measured yet');
  },
});
