import { type Bases, sameImage } from '../../dockerfile/bases.ts';
import { baseStandIn } from '../../model/format.ts';
import { judged } from '../../model/judged.ts';
import type { Image } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';

/** Whether what runs was taken from the image claimed: `written` by the Dockerfile itself, `built` with the arguments of this build. */
export function judgeBase(
  claimed: string,
  written: Bases,
  built: Bases,
  { buildArgs }: Pick<Image, 'buildArgs'>,
): Verdict {
  const command = "grep -nE '^(ARG|FROM|COPY --from)' Dockerfile";
  const names = written.images.join(', ') || 'nothing (scratch)';
  const how =
    written.via === 'copy'
      ? `The last stage is empty (FROM scratch) and takes its files from ${names}`
      : `The last stage builds on ${names}`;
  const isClaimed = (image: string) => sameImage(image, claimed);
  const isScratch = claimed === 'scratch' && written.via === 'copy';
  const verdict = judged({
    holds: isScratch || written.images.some(isClaimed),
    evidence: how,
    expected: claimed,
    actual: names,
    diagnosis: written.elsewhere.some(isClaimed)
      ? `${claimed} is used by another stage, and nothing of it is in the image.`
      : 'The Dockerfile names another image.',
    fix: `Start the last stage from ${claimed}, or correct the spec.`,
    command,
  });
  const isReplaced = !isScratch && built.images.some((image) => !written.images.includes(image));
  return verdict.status === 'PASS' && isReplaced
    ? { ...verdict, standIn: baseStandIn(buildArgs) }
    : verdict;
}
