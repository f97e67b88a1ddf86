import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** Settings come at run time. */
export const envAtRuntime = defineCheck({
  id: 'env-at-runtime',
  title: 'Settings come at run time',
  proof:
    "The image's configuration and its build arguments hold no value for what looks like a credential or the address of a service.",
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({}),
  describe: () => 'settings come at run time',
  needs: ['image'],
  run: async () => {
    throw new Error('env-at-runtime is not measured yet');
  },
});
