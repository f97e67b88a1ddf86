import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** Two builds give the same image. */
export const reproducible = defineCheck({
  id: 'reproducible',
  title: 'Two builds give the same image',
  proof: 'Two builds without a cache of the same tree have the same layers.',
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({}),
  describe: () => 'two builds give the same image',
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('reproducible is not measured yet');
  },
});
