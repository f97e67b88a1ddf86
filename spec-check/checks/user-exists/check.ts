import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** The image has a user. */
export const userExists = defineCheck({
  id: 'user-exists',
  title: 'The image has a user',
  proof: '/etc/passwd of the image.',
  language,
  faults,
  params: z.strictObject({
    user: z.string().min(1).describe('Its name'),
    uid: z
      .union([
        z.int().nonnegative(),
        z.strictObject({ op: z.enum(['<', '<=', '>', '>=', '=']), value: z.int().nonnegative() }),
      ])
      .optional()
      .describe('Its number, or a bound of it'),
  }),
  describe: () => 'the image has a user',
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('user-exists is not measured yet');
  },
});
