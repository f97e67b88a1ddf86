import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** No base image is latest. */
export const noLatestTag = defineCheck({
  id: 'no-latest-tag',
  title: 'No base image is latest',
  proof:
    'Every image that the Dockerfile starts from or copies from, with its build arguments filled in, has a tag, and not `latest`.',
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({}),
  describe: () => 'no base image is latest',
  needs: ['image'],
  run: async () => {
    throw new Error('no-latest-tag is not measured yet');
  },
});
