import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';

export const push = defineCheck({
  id: 'push',
  title: 'The image can be pushed',
  proof: 'A push to the registry, which is then asked for the digest that the engine reported.',
  language: {
    topics: 'registry, push, publishing, distribution, docker registry, container registry',
    with: 'image container docker ours system it registry manner now actor such or other {registry} anonymous work',
    senses: [
      {
        says: 'push image|registry|{registry}+|docker-push',
        with: 'accept',
        params: (values) => {
          const registries = values.all('registry');
          // "Docker Hub or GHCR" is either, "Docker Hub and GHCR" both.
          if (values.has('other')) return { registries: [] };
          return values.has('or') || registries.length < 2
            ? { registries }
            : registries.map((one) => ({ registries: [one] }));
        },
      },
      { says: 'registry accept image' },
    ],
    examples: ['Image pushes to a container registry', 'The image can be pushed to GHCR'],
  },
  faults: [
    ['the registry keeps nothing', 'registry-forgets', '', /does not have .* after the push/],
    ['the registry keeps another image', 'registry-swaps', '', /has another image under/],
  ],
  params: z.strictObject({
    registries: z
      .array(z.string())
      .default([])
      .describe('Registries, any of which will do; empty for any registry'),
  }),
  describe: ({ registries }) =>
    `a push to ${registries.join(' or ') || 'a registry'}, which then has the digest`,
  needs: ['registry', 'pushed'],
  run: async ({ registries }, { registry, pushed }, { signal }) => {
    const { judgePush } = await import('./measure.ts');
    return judgePush(
      registries,
      pushed,
      registry,
      await registry.manifest(pushed.reference, signal),
    );
  },
});
