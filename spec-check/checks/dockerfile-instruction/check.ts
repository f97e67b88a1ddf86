import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** The Dockerfile has an instruction. */
export const dockerfileInstruction = defineCheck({
  id: 'dockerfile-instruction',
  title: 'The Dockerfile has an instruction',
  proof:
    'The Dockerfile as a parser reads it, comments left out; only steps that end up in the image or are copied from count.',
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({
    instruction: z.string().min(1).optional().describe('`RUN`, `COPY`, …; any when it is left out'),
    contains: z
      .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
      .optional()
      .describe('Words of the instruction, all of them'),
    absent: z.boolean().optional().describe('It must not be there'),
  }),
  describe: () => 'the Dockerfile has an instruction',
  needs: ['image'],
  run: async () => {
    throw new Error('dockerfile-instruction is not measured yet');
  },
});
