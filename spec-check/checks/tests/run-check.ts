import type { DefinedCheck } from '../../model/check.ts';
import type { Resources } from '../../model/resources.ts';
import { Ambiguous, type Verdict, verdictOf as verdict } from '../../model/verdict.ts';

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

/** The status alone, with those for which a check throws. */
export async function statusOf(
  check: DefinedCheck,
  params: unknown,
  resources: object,
): Promise<'PASS' | 'FAIL' | 'AMBIGUOUS' | 'ERROR'> {
  try {
    return (await verdictOf(check, params, resources)).status;
  } catch (error) {
    return error instanceof Ambiguous ? 'AMBIGUOUS' : 'ERROR';
  }
}
