import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** What the HEALTHCHECK runs. */
export const healthcheckCommand = defineCheck({
  id: 'healthcheck-command',
  title: 'What the HEALTHCHECK runs',
  proof: "The HEALTHCHECK in the image's configuration.",
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({ contains: z.string().min(1).describe('Words of its command') }),
  describe: () => 'what the HEALTHCHECK runs',
  needs: ['image'],
  run: async () => {
    throw new Error('healthcheck-command is not measured yet');
  },
});
