import { chainOf, readStages, type Stage } from '../dockerfile/read.ts';
import type { CheckResult } from '../model/report.ts';

/**
 * The line of the Dockerfile that a failed check is about: the instruction that broke the build, or the
 * last one that decides what the check looks at, else the stage that lacks it. Undefined where no
 * line is to blame more than others.
 */
export function locateInDockerfile(
  check: CheckResult,
  dockerfile: string | undefined,
): number | undefined {
  const { line } = check.measured;
  if (typeof line === 'number') return line;
  const keyword = relevantInstruction[check.check];
  if (dockerfile === undefined || keyword === undefined) return undefined;
  const last: Stage | undefined = readStages(dockerfile).at(-1);
  if (keyword === 'FROM') return last?.line;
  return chainOf(last).findLast((step) => step.keyword === keyword)?.line ?? last?.line;
}

/** The instruction that decides, by check. */
const relevantInstruction: Readonly<Record<string, string>> = {
  'non-root': 'USER',
  healthcheck: 'HEALTHCHECK',
  'base-image': 'FROM',
  labels: 'LABEL',
  'graceful-shutdown': 'CMD',
};
