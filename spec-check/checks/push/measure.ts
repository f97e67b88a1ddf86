import { parseRepository } from '../../docker/registry/refused.ts';
import type { PushedImage, Registry } from '../../model/resources.ts';
import type { Verdict } from '../../model/verdict.ts';

/** Whether the registry has what the engine says it pushed. `found` is the registry's own answer. */
export function judgePush(
  registries: readonly string[],
  pushed: PushedImage,
  registry: Pick<Registry, 'repository' | 'standIn'>,
  found: { readonly digest: string } | undefined,
): Verdict {
  const ask = `docker manifest inspect --verbose ${pushed.reference}`;
  const proven = {
    measured: { digest: pushed.digest, seconds: pushed.seconds },
    command: `${pushed.command} && ${ask}`,
  };
  if (found?.digest !== pushed.digest) {
    return {
      status: 'FAIL',
      evidence:
        found === undefined
          ? `The registry does not have ${pushed.reference} after the push`
          : `The registry has another image under ${pushed.reference} than was pushed`,
      expected: `the digest ${pushed.digest}`,
      actual: found?.digest ?? 'no such manifest',
      diagnosis: 'The registry took the push and keeps something else.',
      fix: 'Push again; if it stays so, look at the registry: a proxy, a replica that lags, or immutable tags.',
      ...proven,
    };
  }
  const standIn = standInFor(registries, registry);
  return {
    status: 'PASS',
    evidence: `Pushed in ${pushed.seconds.toFixed(1)} s, and the registry has ${pushed.digest.slice(0, 19)}…`,
    ...proven,
    ...(standIn === undefined ? {} : { standIn }),
  };
}

/** The registry of the sentence was not the one that was pushed to: which one was, and how to try the real one. */
function standInFor(
  registries: readonly string[],
  { repository, standIn }: Pick<Registry, 'repository' | 'standIn'>,
): string | undefined {
  const [named = 'the registry'] = registries;
  const real = `for the real one: --registry ${registries[0] ?? 'ghcr.io'}/NAME`;
  if (standIn !== undefined)
    return `${standIn} instead of ${registries.join(' or ') || named}; ${real}`;
  const host = parseRepository(repository)?.host ?? repository;
  return registries.length === 0 || registries.includes(host)
    ? undefined
    : `${host} instead of ${registries.join(' or ')}; ${real}`;
}
