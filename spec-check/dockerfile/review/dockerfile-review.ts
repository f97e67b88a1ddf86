import { type Finding, inReadingOrder } from '../../model/finding.ts';
import { readStages } from '../read.ts';
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
  if (last === undefined)
    return [
      {
        code: 'no-from',
        level: 'error',
        line: null,
        message: 'The Dockerfile has no FROM: nothing can be built.',
        fix: /^\s*FORM\s/im.test(dockerfile)
          ? 'Did you mean FROM where it says FORM?'
          : 'Begin with the image to build on: FROM node:24-bookworm-slim',
      },
    ];
  return inReadingOrder([
    ...reviewSteps(stages),
    ...security(stages, last, today),
    ...copies(stages, last, dockerignore),
    ...start(last),
  ]);
}
