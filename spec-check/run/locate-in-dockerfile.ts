import { checkOf } from '../checks/check-of.ts';
import { chainOf, readStages, type Stage } from '../dockerfile/read.ts';
import type { CheckResult } from '../model/report.ts';

/** The Dockerfile line that decides what a failed check looks at; null where none does. */
export function locateInDockerfile(
  result: Pick<CheckResult, 'check' | 'measured'>,
  dockerfile: string | undefined,
): number | null {
  const { line } = result.measured;
  if (typeof line === 'number') return line;
  const { instruction } = checkOf(result);
  if (dockerfile === undefined || instruction === undefined) return null;
  const last: Stage | undefined = readStages(dockerfile).at(-1);
  if (instruction === 'FROM') return last?.line ?? null;
  return chainOf(last).findLast((step) => step.keyword === instruction)?.line ?? last?.line ?? null;
}
