import * as z from 'zod';
import { basesOf, sameImage } from '../../dockerfile/bases.ts';
import type { Slots } from '../../language/template.ts';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { judgeBase } from './measure.ts';
/** The base image is the one chosen. */
export const baseImage = defineCheck({
  id: 'base-image',
  title: 'The base image is the one chosen',
  proof:
    'The FROM that the build resolves, with its build arguments: the image that what runs was taken from.',
  topics: ['base image', 'base', 'choice', 'parent image'],
  examples: [
    '**Choice**: node:24-bookworm-slim',
    'Base image is `node:24-bookworm-slim`',
    'Built on `python:3.13-slim`',
  ],
  sentences: [
    { template: '[<dockerfile>] <base-image> {image}', params: named },
    {
      template: '(choice|chosen|selected|base) {image}',
      params: named,
      under: ['base image', 'base'],
    },
    { template: '{image}', params: named, under: ['base image', 'base', 'choice', 'parent image'] },
    {
      template: '[<image>|[final|last|runtime]* stage] (based|built) [on|from|upon|top]* {image}',
      params: named,
    },
    {
      template:
        '[<image>|<dockerfile>|[final|last|runtime|production]* stage] (uses|starts from|builds on|extends) {image} [base image|parent image]',
      params: named,
    },
    {
      template:
        '{image} (base image|used as base image|used base image|parent image) [[<described>] (stage|image|<dockerfile>)]',
      params: named,
    },
  ],
  instruction: 'FROM',
  conflict: (first, second) =>
    sameImage(first.image, second.image)
      ? undefined
      : { code: 'two-bases', reason: 'the image has one base' },
  faults,
  params: z.strictObject({
    image: z.string().describe('As FROM names it: `node:24-bookworm-slim`'),
  }),
  describe: ({ image }) => `the Dockerfile builds on ${image}`,
  needs: ['image'],
  run: async ({ image: claimed }, { image }) => {
    if (image.dockerfile === undefined) {
      throw new Error(
        'an image does not tell what it was built from. Run without --image, beside its Dockerfile.',
      );
    }
    const { text } = image.dockerfile;
    return judgeBase(claimed, basesOf(text, {}), basesOf(text, image.buildArgs), image);
  },
});

function named({ image }: Slots) {
  return { image: String(image) };
}
