import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';

/** The version of the language's runtime. */
export const runtimeVersion = defineCheck({
  id: 'runtime-version',
  title: "The version of the language's runtime",
  proof: 'The runtime in the image, asked for its version.',
  language,
  faults,
  params: z.strictObject({
    runtime: z.string().min(1).describe('`node`, `python`, `java`, …'),
    version: z
      .union([z.string().min(1), z.number()])
      .transform(String)
      .describe('The numbers that are named: `24`, `3.13`'),
  }),
  describe: () => "the version of the language's runtime",
  needs: ['engine', 'image'],
  run: async () => {
    throw new Error('runtime-version is not measured yet');
  },
});
