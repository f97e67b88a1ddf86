import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** The container starts and stays up. */
export const starts = defineCheck({
  id: 'starts',
  title: 'The container starts and stays up',
  proof:
    'A container of its own answers a request with less than 500 on a path that it has, and runs on for three seconds without a restart.',
  language,
  faults,
  params: z.strictObject({
    env: z
      .union([z.record(z.string(), z.string()), z.array(z.string())])
      .optional()
      .describe('Variables with their values, or names whose values the environment has'),
  }),
  describe: () => 'the container starts and stays up',
  needs: ['containers'],
  run: async () => {
    throw new Error('starts is not measured yet');
  },
});
