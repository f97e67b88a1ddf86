import { type Finding, inReadingOrder } from '../../model/finding.ts';
import { readStages, type Stage } from '../read.ts';
import { copies } from './copies.ts';
import { security } from './security.ts';
import { start } from './start.ts';
import { reviewSteps } from './step-rules.ts';

/** What a careful reader says of a Dockerfile and its `dockerignore` (undefined: none). */
export function reviewDockerfile(
  dockerfile: string,
  dockerignore: string | undefined,
  today = new Date(),
): Finding[] {
  const stages = readStages(dockerfile);
  const last = stages.at(-1);
  const malformed = stages.find((stage) => !isWellFormed(stage));
  if (last === undefined || malformed !== undefined) {
    const message =
      malformed === undefined
        ? 'The Dockerfile has no FROM: nothing can be built.'
        : `FROM ${malformed.from} names no image that an engine accepts: nothing can be built.`;
    const fix = /^\s*FORM\s/im.test(dockerfile)
      ? 'Did you mean FROM where it says FORM?'
      : 'Begin with the image to build on, in lower case: FROM node:24-bookworm-slim, or FROM node:24-bookworm-slim AS build';
    const code = malformed === undefined ? 'no-from' : 'bad-from';
    return [{ code, level: 'error', line: malformed?.line ?? null, message, fix }];
  }
  return inReadingOrder([
    ...reviewSteps(stages),
    ...security(stages, last, today),
    ...copies(stages, last, dockerignore),
    ...start(last),
  ]);
}

/** As a builder reads it; a name from a build argument without a default is not known here. */
function isWellFormed({ from, image, parent }: Stage): boolean {
  const [, written] = /^(\S+)(?: AS [a-z][\w.-]*)?$/i.exec(from) ?? [];
  return (
    written !== undefined &&
    (/["'$]/.test(written) ||
      parent !== undefined ||
      /^(?:[\w.-]+(?::\d+)?\/)?[a-z\d][a-z\d._/-]*(?::\w[\w.-]*)?(?:@\w+:[a-f\d]+)?$/.test(
        image ?? '',
      ))
  );
}
