import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** The Dockerfile builds in stages. */
export const multiStage = defineCheck({
  id: 'multi-stage',
  title: 'The Dockerfile builds in stages',
  proof:
    'The Dockerfile as a parser reads it: at least two stages, and the last one takes something from an earlier one; every stage that is named is there.',
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({
    stages: z.array(z.string().min(1)).min(1).optional().describe('Names that its stages have'),
  }),
  describe: () => 'the Dockerfile builds in stages',
  needs: ['image'],
  run: async () => {
    throw new Error('multi-stage is not measured yet');
  },
});
