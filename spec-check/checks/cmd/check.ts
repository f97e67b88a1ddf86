import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** The command that the image starts. */
export const cmd = defineCheck({
  id: 'cmd',
  title: 'The command that the image starts',
  proof: "CMD and ENTRYPOINT in the image's configuration.",
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({
    cmd: z.array(z.string().min(1)).min(1).optional().describe('CMD word for word'),
    contains: z.string().min(1).optional().describe('Words that stand in ENTRYPOINT and CMD'),
  }),
  describe: () => 'the command that the image starts',
  needs: ['image'],
  run: async () => {
    throw new Error('cmd is not measured yet');
  },
});
