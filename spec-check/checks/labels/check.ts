import * as z from 'zod';
import type { Slots } from '../../language/template.ts';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { judgeLabels } from './measure.ts';

/** Labels of the image. */
export const labels = defineCheck({
  id: 'labels',
  title: 'Labels of the image',
  proof:
    'From the image\'s configuration: each label is there, and its value says something (not empty, not "unknown", no template that nobody filled in, no name that moves such as HEAD).',
  topics: ['labels', 'metadata', 'image metadata', 'oci labels', 'annotations'],
  examples: [
    'The image has the OCI labels source, version and revision',
    'The label `org.opencontainers.image.version` is set',
  ],
  sentences: [
    {
      template:
        '{label} label (set|present|defined|exist|exists|there|required|mandatory)* [<image>] [set]',
      params: one,
    },
    {
      template:
        '<image> (has|have|carries|carry|contains|declares|sets|defines|bears) {label} label',
      params: one,
    },
    {
      template:
        '<image> (has|have|carries|carry|contains|contain|includes|include|declares|sets|defines|comes) [oci|opencontainers|image|standard]* (label|labels|metadata label) {labels}',
      params: wanted,
    },
    {
      template:
        '<image> (has|have|carries|carry|contains|contain|includes|include|declares|sets|defines|comes) [oci|opencontainers|image|standard]* {labels} [oci|image]* (label|labels)',
      params: wanted,
    },
    {
      template: '<image> (labelled|labeled|annotated) [oci|its|image]* {labels}',
      params: wanted,
    },
    {
      template:
        '[oci|opencontainers|image|standard]* (label|labels) {labels} [all] (set|present|defined|exist|exists|there|filled|filled in)',
      params: wanted,
    },
    {
      template: '[oci|opencontainers|image|standard]* (label|labels) {labels}',
      params: wanted,
      under: ['labels', 'metadata', 'image metadata', 'oci labels', 'annotations'],
    },
  ],
  instruction: 'LABEL',
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

function wanted({ labels: keys }: Slots): { keys: string[]; value?: string | undefined } {
  return { keys: keys as string[] };
}

function one({ label }: Slots): { keys: string[]; value?: string | undefined } {
  return { keys: [String(label)] };
}
