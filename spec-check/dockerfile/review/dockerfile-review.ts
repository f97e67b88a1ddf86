import { type Finding, inReadingOrder } from '../../model/finding.ts';
import { readStages } from '../read.ts';
import { caching } from './cache.ts';
import { security } from './security.ts';
import { size } from './size.ts';
import { start } from './start.ts';
import { applyRules, stepRules } from './step-rules.ts';

/**
 * What a careful reader says of a Dockerfile: security, size, caching, and how the container starts and
 * stops. `dockerignore` is the text of the file beside it, undefined when there is none.
 */
export function reviewDockerfile(dockerfile: string, dockerignore: string | undefined): Finding[] {
  const stages = readStages(dockerfile);
  if (stages.length === 0) {
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
  }
  return inReadingOrder([
    ...stages.flatMap(({ steps }) => applyRules(stepRules, steps)),
    ...security(stages),
    ...size(stages),
    ...caching(stages, dockerignore),
    ...start(stages),
  ]);
}
