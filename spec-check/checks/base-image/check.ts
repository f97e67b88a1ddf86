import * as z from 'zod';
import { basesOf, sameImage } from '../../dockerfile/bases.ts';
import { defineCheck } from '../../model/check.ts';
import { language } from './language.ts';
import { judgeBase } from './measure.ts';
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
  faults: [
    {
      name: 'another base',
      image: 'is built on another base',
      promise: 'Base image is `python:3.13-slim`',
      says: /last stage builds on node:24-bookworm-slim/,
    },
    {
      name: 'nothing of the base is in it',
      image: 'takes nothing from the base that its first stage is built on',
      promise: 'Base image is `node:24-bookworm-slim`',
      says: /used by another stage, and nothing of it is in the image/,
    },
  ],
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
