import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';

/** The image is signed. */
export const signed = defineCheck({
  id: 'signed',
  title: 'The image is signed',
  proof: 'A signature in the registry, checked by cosign.',
  topics: [],
  examples: [],
  sentences: [],
  faults,
  params: z.strictObject({}),
  describe: () => 'the image is signed',
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('signed is not measured yet');
  },
});
