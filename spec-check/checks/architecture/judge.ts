import { counted } from '../../model/format.ts';
import type { Image } from '../../model/resources.ts';
import { judgedBy } from '../../model/verdict.ts';
import { isKnown, type Program } from './programs.ts';

/** Whether an image's configuration names each platform, `linux/amd64`, and its programs are compiled for it. Throws when that is not known. */
export function judgeArchitecture(
  platforms: readonly string[],
  { os, architecture, reference }: Pick<Image, 'os' | 'architecture' | 'reference'>,
  programs: readonly Program[],
) {
  const own = `${os}/${architecture}`;
  const others = platforms.filter((platform) => platform !== own);
  const [first] = programs;
  const isFor = `The image is for ${own}`;
  if (others.length === 0 && !isKnown(architecture))
    throw new Error(`programs for ${own} cannot be told from others`);
  if (others.length === 0 && first === undefined)
    throw new Error(
      `the image says ${own}, and no program is in its PATH or named by ENTRYPOINT and CMD`,
    );
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
