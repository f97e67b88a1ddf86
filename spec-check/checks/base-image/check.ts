import * as z from 'zod';
import { basesOf, sameImage } from '../../dockerfile/bases.ts';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';
import { judgeBase } from './measure.ts';
/** The base image is the one chosen. */
export const baseImage = defineCheck({
  id: 'base-image',
  title: 'The base image is the one chosen',
  proof:
    'The FROM that the build resolves, with its build arguments: the image that what runs was taken from.',
  instruction: 'FROM',
  conflict: (first, second) =>
    sameImage(first.image, second.image)
      ? undefined
      : { code: 'two-bases', reason: 'the image has one base' },
  language,
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
