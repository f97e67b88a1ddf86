import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** The program is started without a shell. */
export const execForm = defineCheck({
  id: 'exec-form',
  title: 'The program is started without a shell',
  proof: "CMD and ENTRYPOINT in the image's configuration: no shell stands before them.",
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({
    instruction: z.enum(['CMD', 'ENTRYPOINT']).optional().describe('Both when it is left out'),
  }),
  describe: () => 'the program is started without a shell',
  needs: ['image'],
  run: async () => {
    throw new Error('exec-form is not measured yet');
  },
});
