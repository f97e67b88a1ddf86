import * as z from 'zod';
import { defineCheck, listOf } from '../../model/check.ts';
import { judgeArchitecture } from './judge.ts';
import { expectedPrograms } from './programs.ts';

export const architecture = defineCheck({
  title: 'The processor architecture that the image is for',
  proof:
    'By its configuration, and by the machine code of every program in the folders of PATH or named by ENTRYPOINT and CMD, and of what interprets scripts there: a label alone proves nothing.',
  language: {
    with: 'image container docker ours architecture run support work start reachable target for present now two build answer identical unchanged manner',
    params: { platforms: '{platform}+' },
    senses: [
      { says: '{platform}+ multi-arch|image|architecture|run|support|target|work|start|reachable' },
    ],
    examples: ['The image is built for linux/amd64', 'Runs on arm64'],
  },
  faults: [
    ['another program', 'other-machine', 'platforms=["linux/amd64"]', /its \/program is for s390x/],
    ['another one', 'accepts-anything', 'platforms=["linux/s390x"]', /and not for linux\/s390x/],
    ['one of two', 'accepts-anything', 'Image supports ppc64le and s390x', /ppc64le, linux\/s390x/],
  ],
  params: z.strictObject({
    platforms: listOf(z.string()).describe('`linux/amd64`, each of which it must be for'),
  }),
  describe: ({ platforms }) => `the image is for ${platforms.join(' and ')}`,
  needs: ['image', 'files'],
  run: async ({ platforms }, { image, files }) =>
    judgeArchitecture(platforms, image, expectedPrograms(files, image.config)),
});
