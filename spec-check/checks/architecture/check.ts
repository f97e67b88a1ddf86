import * as z from 'zod';
import type { Slots } from '../../language/template.ts';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { failOfPlatform, judgePrograms } from './judge.ts';
import { executablesOf, expectedPrograms } from './programs.ts';

/** The platform that the image is for. */
export const architecture = defineCheck({
  id: 'architecture',
  title: 'The processor architecture that the image is for',
  proof:
    'By its configuration, and by the machine code of every program in the folders of PATH or named by ENTRYPOINT and CMD, and of what interprets scripts there: a label alone proves nothing.',
  topics: ['architecture', 'architectures', 'platform', 'platforms'],
  examples: ['The image is built for linux/amd64', 'Image architecture is arm64'],
  sentences: [
    { template: '<image> {platforms} [image|container image|build]', params: wanted },
    {
      template:
        '[<image>] (runs|built for|available for|targets|supports|for|works on|compiled for|is for) [platform|platforms|architecture|architectures]* {platforms} [platform|platforms|architecture|architectures|machines|processors]',
      params: wanted,
    },
    {
      template: '<image> (platform|architecture|target platform|target architecture) {platforms}',
      params: wanted,
    },
    {
      template:
        '[target|image|processor|cpu]* (platform|platforms|architecture|architectures) {platforms}',
      params: wanted,
    },
    {
      template: '{platforms}',
      params: wanted,
      under: ['architecture', 'architectures', 'platform', 'platforms'],
    },
  ],
  faults,
  params: z.strictObject({
    platforms: z
      .union([z.array(z.string()).min(1), z.string()])
      .transform((platforms) => (typeof platforms === 'string' ? [platforms] : platforms))
      .describe('`linux/amd64`, each of which it must be for'),
  }),
  describe: ({ platforms }) => `the image is for ${platforms.join(' and ')}`,
  needs: ['engine', 'image'],
  run: async (params, { engine, image }, { signal }) =>
    failOfPlatform(params, image) ??
    judgePrograms(
      image,
      expectedPrograms(await executablesOf(engine.docker, image, signal), image.config),
    ),
});

function wanted({ platforms }: Slots): { platforms: string[] } {
  return { platforms: platforms as string[] };
}
