import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** Runs with a tmpfs on these paths. */
export const tmpfs = defineCheck({
  id: 'tmpfs',
  title: 'Runs with a tmpfs on these paths',
  proof:
    'A container of its own with these paths as tmpfs, which docker inspect confirms, must start, answer, and create a row, as it does without.',
  language,
  faults,
  params: z.strictObject({
    paths: z
      .union([z.array(z.string().min(1)).min(1), z.string().min(1)])
      .transform((one) => (typeof one === 'string' ? [one] : one))
      .describe('Absolute paths'),
  }),
  describe: () => 'runs with a tmpfs on these paths',
  needs: ['engine', 'image', 'database', 'containers', 'container'],
  run: async () => {
    throw new Error('tmpfs is not measured yet');
  },
});
