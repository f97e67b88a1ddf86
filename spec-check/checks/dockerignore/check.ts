import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** A .dockerignore keeps files out of the build. */
export const dockerignore = defineCheck({
  id: 'dockerignore',
  title: 'A .dockerignore keeps files out of the build',
  proof:
    'The file that the build reads, evaluated as the builder does for every file of the context and for probe names at its root and below it.',
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({
    entries: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Names and patterns that it keeps out'),
  }),
  describe: () => 'a .dockerignore keeps files out of the build',
  needs: ['image'],
  run: async () => {
    throw new Error('dockerignore is not measured yet');
  },
});
