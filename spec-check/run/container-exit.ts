import { deathWithin } from '../api-client/paths.ts';
import type { Container } from '../model/resources.ts';
import type { Fail } from '../model/verdict.ts';

/** What a check found, and what has become of the container that it looked at. */
export async function attachContainerExit(
  found: Fail,
  container: Pick<Container, 'death' | 'cause'>,
  signal: AbortSignal,
): Promise<Fail> {
  const dead =
    found.unwell === 'broken connection'
      ? await deathWithin(container, signal)
      : await container.death(signal);
  if (dead !== undefined) {
    const { evidence, actual, diagnosis = found.diagnosis, fix } = dead.fail;
    // The check itself may have met the dead one.
    if (found.evidence === evidence) return found;
    return {
      ...found,
      evidence: `${found.evidence}; ${evidence}`,
      actual: `${found.actual}\n${actual}`,
      ...(diagnosis && { diagnosis }),
      fix,
    };
  }
  if (found.unwell !== 'server error') return found;
  const cause = await container.cause(signal);
  return cause === undefined ? found : { ...found, diagnosis: cause.sentence, fix: cause.fix };
}
