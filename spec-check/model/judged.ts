import * as z from 'zod';
import type { Fail, Measured, Verdict } from './verdict.ts';

/** What was found, in the words of both outcomes. */
export interface Judgement extends Omit<Fail, 'status' | 'actual' | 'diagnosis'> {
  readonly holds: boolean;
  /** In place of `evidence` where it does not hold. */
  readonly wrong?: string | undefined;
  /** `evidence` where it is left out. */
  readonly actual?: string | undefined;
  readonly diagnosis?: string | undefined;
  readonly measured?: Measured;
  /** Of a PASS: what stood in for the thing named. */
  readonly standIn?: string | undefined;
}

/** What a check says: a verdict, or what was found in the words of both outcomes. */
export type Found = Verdict | Judgement;

export function verdictOf(found: Found): Verdict {
  return 'holds' in found ? judged(found) : found;
}

/** PASS with the evidence, or FAIL with what was expected and what to do. */
export function judged({ holds, evidence, measured, command, ...told }: Judgement): Verdict {
  const { wrong, actual, diagnosis, standIn, ...rest } = told;
  const proven = { ...(measured && { measured }), ...(command && { command }) };
  if (holds) return { status: 'PASS', evidence, ...proven, ...(standIn && { standIn }) };
  const why = { actual: actual ?? evidence, ...(diagnosis && { diagnosis }) };
  return { status: 'FAIL', evidence: wrong ?? evidence, ...why, ...rest, ...proven };
}

/** What is not as promised, what to change, and the probable cause. */
export type Wrong = readonly [evidence: string, fix: string, diagnosis?: string];

/** FAIL with the first thing that is wrong, PASS where nothing is. */
export function judgedBy(
  wrongs: readonly (Wrong | false | undefined)[],
  told: Omit<Judgement, 'holds' | 'wrong' | 'fix' | 'diagnosis'>,
): Verdict {
  const found = wrongs.find((wrong) => wrong !== false && wrong !== undefined);
  const [wrong, fix = '', diagnosis] = found || [];
  return judged({
    ...told,
    holds: wrong === undefined,
    wrong,
    fix,
    ...(diagnosis && { diagnosis }),
  });
}

/** `docker image inspect` of one part of an image's configuration. */
export function inspectCommand(reference: string, ...parts: readonly string[]): string {
  const format = parts.map((part) => `{{json .Config.${part}}}`).join(' ');
  return `docker image inspect --format '${format}' ${reference}`;
}

/** Lists the files of an image that `grep -E` finds; works without a shell in it. */
export function listCommand(reference: string, pattern: string): string {
  return `docker create --name look ${reference} none; docker export look | tar -tv | grep -E '${pattern}'; docker rm look`;
}

/** A parameter that is a list of names or one of them: `["/tmp"]`, `/tmp`. */
export function listOf<T extends z.ZodType<string>>(name: T) {
  return z
    .union([z.array(name).min(1), name])
    .transform((names): readonly string[] => (typeof names === 'string' ? [names] : names));
}
