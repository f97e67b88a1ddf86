import { deathWithin } from '../api-client/paths.ts';
import type { Container } from '../model/resources.ts';
import type { Fail } from '../model/verdict.ts';

/** What a check found, and what has become of the container that it looked at. */
export async function attachContainerExit(
  found: Fail,
  container: Pick<Container, 'death' | 'cause'>,
  signal: AbortSignal,
): Promise<Fail> {
  const dead = silent.test(found.actual)
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
  if (!saysItIsUnwell.test(found.actual)) return found;
  const cause = await container.cause(signal);
  return cause === undefined ? found : { ...found, diagnosis: cause.sentence, fix: cause.fix };
}

/** A connection that broke: its process may be about to end. */
const silent = /got no answer: (?!nothing within)/;

/** `POST /tasks → 503`: the logs may say why. */
const saysItIsUnwell = /→ 5\d\d\b/;
