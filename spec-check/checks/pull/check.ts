import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** The image can be pulled. */
export const pull = defineCheck({
  id: 'pull',
  title: 'The image can be pulled',
  proof: 'docker pull from the registry that it was pushed to.',
  language,
  faults,
  params: z.strictObject({
    anonymous: z.boolean().optional().describe('Without a login'),
    registries: z
      .union([z.array(z.string().min(1)).min(1), z.string().min(1)])
      .transform((one) => (typeof one === 'string' ? [one] : one))
      .optional()
      .describe('Names of registries'),
  }),
  describe: () => 'the image can be pulled',
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('pull is not measured yet');
  },
});
