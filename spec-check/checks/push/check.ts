import * as z from 'zod';
import { parseRepository } from '../../docker/registry/refused.ts';
import { defineCheck } from '../../model/check.ts';
import type { PushedImage, Registry } from '../../model/resources.ts';

export const push = defineCheck({
  title: 'The image can be pushed',
  proof: 'A push to the registry, which is then asked for the digest that the engine reported.',
  language: {
    with: 'image container docker ours system it registry manner now actor such or other {registry} anonymous work release',
    senses: [
      {
        says: 'push image|registry|{registry}+|docker-push',
        with: 'accept support present succeed',
        params: (values) => {
          const registries = values.all('registry');
          // "Docker Hub or GHCR" is either, "Docker Hub and GHCR" both.
          if (values.has('other')) return { registries: [] };
          return values.has('or') || registries.length < 2
            ? { registries }
            : registries.map((one) => ({ registries: [one] }));
        },
      },
    ],
    examples: ['Image pushes to a container registry', 'The image can be pushed to GHCR'],
  },
  faults: [
    ['the registry keeps nothing', 'registry-forgets', '', /does not have .* after the push/],
    ['the registry keeps another image', 'registry-swaps', '', /has another image under/],
  ],
  params: z.strictObject({
    registries: z.array(z.string()).default([]).describe('One of these; any registry if empty'),
  }),
  describe: ({ registries }) =>
    `a push to ${registries.join(' or ') || 'a registry'}, which then has the digest`,
  needs: ['registry', 'pushed'],
  run: async ({ registries }, { registry, pushed }, { signal }) =>
    judgePush(registries, pushed, registry, await registry.manifest(pushed.reference, signal)),
});

/** Whether the registry has what the engine says it pushed. `found` is the registry's own answer. */
export const judgePush = (
  registries: readonly string[],
  { reference, digest, seconds, command }: PushedImage,
  registry: Pick<Registry, 'repository' | 'standIn'>,
  found: { readonly digest: string } | undefined,
) => ({
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
  standIn: standInFor(registries, registry),
});

/** The registry of the sentence was not the one that was pushed to: which one was, and how to try the real one. */
function standInFor(
  registries: readonly string[],
  { repository, standIn }: Pick<Registry, 'repository' | 'standIn'>,
): string | undefined {
  const host = parseRepository(repository)?.host ?? repository;
  if (standIn === undefined && (registries.length === 0 || registries.includes(host)))
    return undefined;
  const named = registries.join(' or ') || 'the registry';
  return `${standIn ?? host} instead of ${named}; for the real one: --registry ${registries[0] ?? 'ghcr.io'}/NAME`;
}
