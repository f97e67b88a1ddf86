import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { upperLimit } from '../../model/limit.ts';
import { faults } from './faults.ts';

/** Build time against a limit. */
export const buildTime = defineCheck({
  id: 'build-time',
  title: 'Build time against a limit',
  proof: 'A build of the tree with the cache policy that the promise names, by the clock.',
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({
    op: upperLimit.describe('Which side of the limit it must be on'),
    ms: z.int().positive().describe('The limit in milliseconds'),
    cache: z
      .enum(['cold', 'warm'])
      .optional()
      .describe('`cold`: --no-cache; `warm`: after a build of the same tree'),
  }),
  describe: () => 'build time against a limit',
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('build-time is not measured yet');
  },
});
