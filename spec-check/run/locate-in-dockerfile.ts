import { checkOf } from '../checks/check-of.ts';
import { chainOf, readStages, type Stage } from '../dockerfile/read.ts';
import type { CheckResult } from '../model/report.ts';

/** The Dockerfile line that decides what a failed check looks at; null where none does. */
export function locateInDockerfile(
  result: Pick<CheckResult, 'check' | 'measured' | 'cause'>,
  dockerfile: string | undefined,
): number | null {
  const { line } = result.measured;
  if (typeof line === 'number') return line;
  // Where the container ends for all checks, what it starts is to blame, whatever this check looks at.
  const instruction = result.cause === null ? checkOf(result).instruction : 'CMD';
  if (dockerfile === undefined || instruction === undefined) return null;
  const last: Stage | undefined = readStages(dockerfile).at(-1);
  if (instruction === 'FROM') return last?.line ?? null;
  const keywords = instruction === 'CMD' ? ['CMD', 'ENTRYPOINT'] : [instruction];
  const decisive = chainOf(last).findLast(({ keyword }) => keywords.includes(keyword));
  return decisive?.line ?? last?.line ?? null;
}
