import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** The image is signed. */
export const signed = defineCheck({
  id: 'signed',
  title: 'The image is signed',
  proof: 'A signature in the registry, checked by cosign.',
  language,
  faults,
  params: z.strictObject({}),
  describe: () => 'the image is signed',
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('signed is not measured yet');
  },
});
