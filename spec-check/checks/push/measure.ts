import { parseRepository } from '../../docker/registry/refused.ts';
import type { PushedImage, Registry } from '../../model/resources.ts';
import { judged, type Verdict } from '../../model/verdict.ts';

/** Whether the registry has what the engine says it pushed. `found` is the registry's own answer. */
export function judgePush(
  registries: readonly string[],
  { reference, digest, seconds, command }: PushedImage,
  registry: Pick<Registry, 'repository' | 'standIn'>,
  found: { readonly digest: string } | undefined,
): Verdict {
  const verdict = judged({
    holds: found?.digest === digest,
    evidence: `Pushed in ${seconds.toFixed(1)} s, and the registry has ${digest.slice(0, 19)}…`,
    wrong:
      found === undefined
        ? `The registry does not have ${reference} after the push`
        : `The registry has another image under ${reference} than was pushed`,
    expected: `the digest ${digest}`,
    actual: found?.digest ?? 'no such manifest',
    diagnosis: 'The registry took the push and keeps something else.',
    fix: 'Push again; if it stays so, look at the registry: a proxy, a replica that lags, or immutable tags.',
    measured: { digest, seconds },
    command: `${command} && docker manifest inspect --verbose ${reference}`,
  });
  const standIn = standInFor(registries, registry);
  return verdict.status === 'PASS' && standIn ? { ...verdict, standIn } : verdict;
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
