import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { proveNoSecrets } from './measure.ts';

/** No secrets in the image. */
export const noSecrets = defineCheck({
  id: 'no-secrets',
  title: 'No secrets in the image',
  proof:
    'Every layer with the files that later layers hide, configuration, history and labels; a planted secret must be found by the same search.',
  topics: ['secrets', 'no secrets', 'credentials', 'secret management'],
  examples: [
    'No secrets in image',
    'Secrets are not baked into the image',
    'The image contains no credentials',
  ],
  sentences: [
    { template: '(no|zero) <secrets> [<baked>] [into|inside|any]* <in-image>' },
    { template: '<secrets> (not|never) <baked> [into|inside|any]* <in-image>' },
    {
      template:
        '<in-image> (contain|contains|has|have|holds|includes|ships|carries|free) (no|not any|zero|of) <secrets>',
    },
    { template: '<in-image> not (contain|include|hold|have|ship|carry) [any] <secrets>' },
    { template: '<in-image> never (contains|includes|holds|ships|carries) <secrets>' },
    { template: '<in-image> free <secrets>' },
    {
      template:
        '[<actor>] [do|can]* (not|never) (put|bake|store|include|embed|hardcode|hard code|commit|copy|ship|leave|place|write) [any] <secrets> [in|into|inside]* <in-image>',
    },
    { template: 'none [<baked>] [into|inside]* <in-image>', under: ['secrets', 'credentials'] },
    {
      template: '(no secrets|secrets) (nothing|none) [secret] [<baked>] [into|inside]* <in-image>',
    },
  ],
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
    proveNoSecrets(engine.docker, image, { database, variable }, signal),
});
