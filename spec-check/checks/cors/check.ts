import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** Another origin may call the API. */
export const cors = defineCheck({
  id: 'cors',
  title: 'Another origin may call the API',
  proof: 'A preflight and a request with that origin are allowed, and the headers name it.',
  language,
  faults,
  params: z.strictObject({
    origin: z.string().min(1).describe('`https://app.example.com`; http where no scheme is given'),
  }),
  describe: () => 'another origin may call the API',
  needs: ['container', 'image'],
  run: async () => {
    throw new Error('cors is not measured yet');
  },
});
