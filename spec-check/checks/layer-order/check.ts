import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** Dependencies are installed before the code is copied. */
export const layerOrder = defineCheck({
  id: 'layer-order',
  title: 'Dependencies are installed before the code is copied',
  proof:
    'The Dockerfile as a parser reads it: the lists of packages are copied and installed before the rest of the code.',
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({}),
  describe: () => 'dependencies are installed before the code is copied',
  needs: ['image'],
  run: async () => {
    throw new Error('layer-order is not measured yet');
  },
});
