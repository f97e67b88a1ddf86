import type { DefinedCheck } from '../../model/check.ts';
import type { Resources } from '../../model/resources.ts';
import { Ambiguous, type Found, type Verdict, verdictOf as verdict } from '../../model/verdict.ts';

/** What a check says of these resources, of which only those that it reads are given. */
export async function verdictOf(
  check: DefinedCheck,
  params: unknown,
  resources: object,
): Promise<Verdict> {
  const found = await check.run(check.params.parse(params), resources as Resources, {
    signal: AbortSignal.timeout(20_000),
    progress() {},
  });
  return verdict(found);
}

type Status = 'PASS' | 'FAIL' | 'AMBIGUOUS' | 'ERROR';

const thrown = (error: unknown): Status => (error instanceof Ambiguous ? 'AMBIGUOUS' : 'ERROR');

/** The status alone, with those for which a check throws. */
export const statusOf = (check: DefinedCheck, params: unknown, resources: object) =>
  verdictOf(check, params, resources).then(({ status }): Status => status, thrown);

/** The same of what a judge says. */
export function judgedStatus(judge: () => Found): Status {
  try {
    return verdict(judge()).status;
  } catch (error) {
    return thrown(error);
  }
}
