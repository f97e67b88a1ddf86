import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { listOf } from '../../model/judged.ts';
import { language } from './language.ts';
import { judgeLabels } from './measure.ts';

export const labels = defineCheck({
  id: 'labels',
  title: 'Labels of the image',
  proof:
    'From the image\'s configuration: each label is there, and its value says something (not empty, not "unknown", no template that nobody filled in, no name that moves such as HEAD).',
  instruction: 'LABEL',
  language,
  faults: [
    {
      name: 'no labels',
      image: 'accepts anything, keeps rubbish and has no labels',
      promise: 'The image has the OCI labels source, version and revision',
      says: /has no label org\.opencontainers\.image\.source/,
    },
    {
      name: 'labels that say nothing',
      image: 'never gets over the loss of its database, and has labels that say nothing',
      promise: 'The label `org.opencontainers.image.revision` is set',
      says: /another or an empty value/,
    },
  ],
  params: z.strictObject({
    keys: listOf(z.string().min(1)).describe('Full names: `org.opencontainers.image.version`'),
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
