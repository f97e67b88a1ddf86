import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** The API describes itself. */
export const openapiPage = defineCheck({
  id: 'openapi-page',
  title: 'The API describes itself',
  proof: 'GET answers 200 with an OpenAPI document, or with a page that shows one.',
  language,
  faults,
  params: z.strictObject({
    path: z
      .string()
      .startsWith('/')
      .optional()
      .describe('Where; the usual places when it is left out'),
  }),
  describe: () => 'the API describes itself',
  needs: ['container', 'image'],
  run: async () => {
    throw new Error('openapi-page is not measured yet');
  },
});
