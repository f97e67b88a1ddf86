import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** Base images are pinned. */
export const pinnedBase = defineCheck({
  id: 'pinned-base',
  title: 'Base images are pinned',
  proof:
    'Every image that the Dockerfile starts from or copies from, with its build arguments filled in, has a tag with a version or a digest.',
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({
    to: z
      .enum(['version', 'exact', 'digest'])
      .default('version')
      .describe('`exact`: three numbers or a digest'),
  }),
  describe: () => 'base images are pinned',
  needs: ['image'],
  run: async () => {
    throw new Error('pinned-base is not measured yet');
  },
});
