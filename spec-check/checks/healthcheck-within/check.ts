import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { upperLimit } from '../../model/limit.ts';
import { faults } from './faults.ts';

/** The container turns healthy in time. */
export const healthcheckWithin = defineCheck({
  id: 'healthcheck-within',
  title: 'The container turns healthy in time',
  proof: 'docker run to the first healthy, with the HEALTHCHECK as the image declares it.',
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({
    op: upperLimit.default('<=').describe('Which side of the limit it must be on'),
    ms: z.int().positive().describe('The limit in milliseconds'),
  }),
  describe: () => 'the container turns healthy in time',
  needs: ['image', 'containers'],
  run: async () => {
    throw new Error('healthcheck-within is not measured yet');
  },
});
