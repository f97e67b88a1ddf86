import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** The image exposes a port. */
export const exposes = defineCheck({
  id: 'exposes',
  title: 'The image exposes a port',
  proof: "The ports in the image's configuration, as docker inspect shows them.",
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({ port: z.int().min(1).max(65535).describe('The container port') }),
  describe: () => 'the image exposes a port',
  needs: ['image'],
  run: async () => {
    throw new Error('exposes is not measured yet');
  },
});
