import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** The working folder of the image. */
export const workdir = defineCheck({
  id: 'workdir',
  title: 'The working folder of the image',
  proof: "WORKDIR in the image's configuration.",
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({
    path: z.string().min(1).optional().describe('Its path; any but / when it is left out'),
  }),
  describe: () => 'the working folder of the image',
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('workdir is not measured yet');
  },
});
