import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { language } from './language.ts';
import { judgePush } from './measure.ts';
export const push = defineCheck({
  id: 'push',
  title: 'The image can be pushed',
  proof: 'A push to the registry, which is then asked for the digest that the engine reported.',
  language,
  faults: [
    {
      name: 'the registry keeps nothing',
      image: 'is pushed to a registry that keeps nothing',
      promise: 'Image can be pushed to registry',
      says: /does not have .* after the push/,
    },
    {
      name: 'the registry keeps another image',
      image: 'is pushed to a registry that keeps another',
      promise: 'Image can be pushed to registry',
      says: /has another image under/,
    },
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
  run: async ({ registries }, { registry, pushed }, { signal }) =>
    judgePush(registries, pushed, registry, await registry.manifest(pushed.reference, signal)),
});
