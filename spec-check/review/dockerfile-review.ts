import { caching } from './dockerfile/cache.ts';
import { readStages } from './dockerfile/read.ts';
import { security } from './dockerfile/security.ts';
import { size } from './dockerfile/size.ts';
import { start } from './dockerfile/start.ts';
import { type Finding, inReadingOrder } from './finding.ts';

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
        fix: 'Begin with the image to build on: FROM node:24-bookworm-slim',
      },
    ];
  }
  return inReadingOrder([
    ...security(stages),
    ...size(stages),
    ...caching(stages, dockerignore),
    ...start(stages),
  ]);
}
