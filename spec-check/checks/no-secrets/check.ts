import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';
import { judgeSecrets, searchImage } from './measure.ts';

/** No secrets in the image. */
export const noSecrets = defineCheck({
  id: 'no-secrets',
  title: 'No secrets in the image',
  proof:
    'Every layer with the files that later layers hide, configuration, history and labels; a planted secret must be found by the same search.',
  language,
  faults,
  params: z.strictObject({
    variable: z
      .string()
      .optional()
      .describe('Also the value of this variable, as this run sets it'),
  }),
  describe: ({ variable }) =>
    `no secret in any layer, configuration, history or label${variable === undefined ? '' : `, and no value of ${variable}`}; a planted one is found`,
  needs: ['engine', 'image', 'database'],
  run: async ({ variable }, { engine, image, database }, { signal }) =>
    judgeSecrets(
      await searchImage(engine.docker, image, database, signal),
      image.reference,
      variable,
    ),
});
