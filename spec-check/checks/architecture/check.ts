import * as z from 'zod';
import { defineCheck, listOf } from '../../model/check.ts';
import { counted } from '../../model/format.ts';
import type { Image } from '../../model/resources.ts';
import { judgedBy } from '../../model/verdict.ts';
import { expectedPrograms, isKnown } from './programs.ts';

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

/** Whether an image's configuration names each platform, `linux/amd64`, and its programs are compiled for it. Throws when that is not known. */
export function judgeArchitecture(
  platforms: readonly string[],
  { os, architecture, reference }: Pick<Image, 'os' | 'architecture' | 'reference'>,
  programs: ReturnType<typeof expectedPrograms>,
) {
  const own = `${os}/${architecture}`;
  const others = platforms.filter((platform) => platform !== own);
  const [first] = programs;
  const isFor = `The image is for ${own}`;
  if (others.length === 0 && !isKnown(architecture))
    throw new Error(`programs for ${own} cannot be told from others`);
  if (others.length === 0 && first === undefined)
    throw new Error(`the image says ${own}, and no program is in PATH, ENTRYPOINT or CMD`);
  // amd64 runs programs for 386 as well.
  const runs = architecture === 'amd64' ? ['amd64', '386'] : [architecture];
  const foreign = programs.find((program) => !runs.includes(program.architecture));
  const more =
    programs.length === 1 ? '' : `, with ${counted(programs.length - 1, 'other program')}`;
  return judgedBy(
    [
      others.length > 0 && [
        `${isFor}, and not for ${others.join(', ')}`,
        `Build for each: docker buildx build --platform ${platforms.join(',')}`,
        'What an engine builds by itself is for one platform: its own, or that of --platform.',
      ],
      foreign && [
        `The image says ${own}, and its ${foreign.path} is for ${foreign.architecture}`,
        'Take --platform=$BUILDPLATFORM off the FROM of whatever the last stage takes programs from, or compile them for $TARGETARCH.',
        'The last stage has its files from a stage or a machine of another platform than the image is labelled with.',
      ],
    ],
    {
      evidence: `${isFor}, and so is ${first?.path}${more}`,
      actual: `${own}, with programs for ${(foreign ?? first)?.architecture}`,
      measured: { programs: programs.length },
      command: `docker image inspect --format '{{.Os}}/{{.Architecture}}' ${reference}; docker create --name look ${reference} none; docker cp --follow-link look:${(foreign ?? first)?.path} - | tar -xO | file -; docker rm look`,
    },
  );
}
