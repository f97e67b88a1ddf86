import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** Only some paths are written to. */
export const writablePaths = defineCheck({
  id: 'writable-paths',
  title: 'Only some paths are written to',
  proof:
    'A container with a read-only root file system and these paths writable starts, answers and creates a row.',
  language,
  faults,
  params: z.strictObject({
    only: z
      .union([z.array(z.string().min(1)).min(1), z.string().min(1)])
      .transform((one) => (typeof one === 'string' ? [one] : one))
      .describe('The paths that stay writable'),
  }),
  describe: () => 'only some paths are written to',
  needs: ['engine', 'image', 'database', 'containers', 'container'],
  run: async () => {
    throw new Error('writable-paths is not measured yet');
  },
});
