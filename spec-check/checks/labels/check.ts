import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';
import { judgeLabels } from './measure.ts';

/** Labels of the image. */
export const labels = defineCheck({
  id: 'labels',
  title: 'Labels of the image',
  proof:
    'From the image\'s configuration: each label is there, and its value says something (not empty, not "unknown", no template that nobody filled in, no name that moves such as HEAD).',
  instruction: 'LABEL',
  language,
  faults,
  params: z.strictObject({
    keys: z
      .union([z.array(z.string().min(1)).min(1), z.string().min(1)])
      .transform((keys) => (typeof keys === 'string' ? [keys] : keys))
      .describe('Full names: `org.opencontainers.image.version`'),
    value: z
      .string()
      .optional()
      .describe('The value of each; any that says something when it is left out'),
  }),
  describe: ({ keys, value }) =>
    `the image has ${keys.length === 1 ? 'the label' : 'the labels'} ${keys.join(', ')}${value === undefined ? '' : ` with the value ${value}`}`,
  needs: ['image'],
  run: async (params, { image }) => judgeLabels(params, image),
});
