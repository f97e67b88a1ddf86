import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** The image sets variables. */
export const envSet = defineCheck({
  id: 'env-set',
  title: 'The image sets variables',
  proof: "ENV in the image's configuration.",
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z
    .record(
      z.string().regex(/^[A-Za-z_]\w*$/),
      z.union([z.string(), z.number(), z.boolean()]).transform(String),
    )
    .describe('Each name with its value'),
  describe: () => 'the image sets variables',
  needs: ['image'],
  run: async () => {
    throw new Error('env-set is not measured yet');
  },
});
