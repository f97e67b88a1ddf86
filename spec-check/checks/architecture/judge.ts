import type { Image } from '../../model/resources.ts';
import { type Fail, judged, type Verdict } from '../../model/verdict.ts';
import { isKnown, type Program } from './programs.ts';

/** A FAIL unless the image's configuration names each of these platforms, `linux/amd64`; an image on an engine is for one. */
export function failOfPlatform(
  { platforms }: { readonly platforms: readonly string[] },
  { os, architecture, reference }: Pick<Image, 'os' | 'architecture' | 'reference'>,
): Fail | undefined {
  const own = `${os}/${architecture}`;
  const missing = platforms.filter((platform) => platform !== own);
  if (missing.length === 0) return undefined;
  return {
    status: 'FAIL',
    evidence: `The image is for ${own}, and not for ${missing.join(', ')}`,
    expected: platforms.join(', '),
    actual: own,
    diagnosis:
      'What an engine builds by itself is for one platform: its own, or that of --platform.',
    fix: `Build for each: docker buildx build --platform ${platforms.join(',')}`,
    command: inspectCommand(reference),
  };
}

/** Whether programs are compiled for the image's architecture. Throws when that is not known. */
export function judgePrograms(
  { os, architecture, reference }: Pick<Image, 'os' | 'architecture' | 'reference'>,
  programs: readonly Program[],
): Verdict {
  const own = `${os}/${architecture}`;
  if (!isKnown(architecture)) throw new Error(`programs for ${own} cannot be told from others`);
  const [first] = programs;
  if (first === undefined)
    throw new Error(
      `the image says ${own}, and no program is in its PATH or named by ENTRYPOINT and CMD`,
    );
  // What an amd64 runs as well.
  const runs = architecture === 'amd64' ? ['amd64', '386'] : [architecture];
  const foreign = programs.find((program) => !runs.includes(program.architecture));
  const others = programs.length - 1;
  const file = (foreign ?? first).path;
  return judged({
    holds: foreign === undefined,
    evidence: `The image is for ${own}, and so is ${first.path}${others === 0 ? '' : `, with ${others} other program${others === 1 ? '' : 's'}`}`,
    wrong: `The image says ${own}, and its ${foreign?.path} is for ${foreign?.architecture}`,
    expected: `programs for ${architecture}`,
    actual: `a program for ${foreign?.architecture}`,
    diagnosis:
      'The last stage has its files from a stage or a machine of another platform than the image is labelled with.',
    fix: 'Take --platform=$BUILDPLATFORM off the FROM of whatever the last stage takes programs from, or compile them for $TARGETARCH.',
    measured: { programs: programs.length },
    command: `${inspectCommand(reference)}; docker create --name look ${reference} none; docker cp --follow-link look:${file} - | tar -xO | file -; docker rm look`,
  });
}

function inspectCommand(reference: string): string {
  return `docker image inspect --format '{{.Os}}/{{.Architecture}}' ${reference}`;
}
