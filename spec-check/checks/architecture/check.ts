import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { listOf } from '../../model/judged.ts';
import { failOfPlatform, judgePrograms } from './judge.ts';
import { language } from './language.ts';
import { expectedPrograms } from './programs.ts';

export const architecture = defineCheck({
  id: 'architecture',
  title: 'The processor architecture that the image is for',
  proof:
    'By its configuration, and by the machine code of every program in the folders of PATH or named by ENTRYPOINT and CMD, and of what interprets scripts there: a label alone proves nothing.',
  language,
  faults: [
    {
      name: 'a program for another processor',
      image: 'is labelled for one machine and made for another',
      promise: 'The image is built for linux/amd64',
      says: /its \/program is for s390x/,
    },
    {
      name: 'another architecture',
      image: 'accepts anything, keeps rubbish and has no labels',
      promise: 'The image is built for linux/s390x',
      says: /and not for linux\/s390x/,
    },
    {
      name: 'one of two architectures',
      image: 'accepts anything, keeps rubbish and has no labels',
      promise: 'Image supports ppc64le and s390x',
      says: /and not for linux\/ppc64le, linux\/s390x/,
    },
  ],
  params: z.strictObject({
    platforms: listOf(z.string()).describe('`linux/amd64`, each of which it must be for'),
  }),
  describe: ({ platforms }) => `the image is for ${platforms.join(' and ')}`,
  needs: ['image', 'files'],
  run: async (params, { image, files }) =>
    failOfPlatform(params, image) ?? judgePrograms(image, expectedPrograms(files, image.config)),
});
