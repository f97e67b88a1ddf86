import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** The Dockerfile is there. */
export const dockerfileExists = defineCheck({
  id: 'dockerfile-exists',
  title: 'The Dockerfile is there',
  proof: 'The file that the build reads, parsed: it has at least one FROM.',
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({
    path: z.string().min(1).optional().describe('Where it stands, from the build context'),
  }),
  describe: () => 'the Dockerfile is there',
  needs: ['image'],
  run: async () => {
    throw new Error('dockerfile-exists is not measured yet');
  },
});
