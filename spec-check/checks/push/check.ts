import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';
import { judgePush } from './measure.ts';
/** The image can be pushed. */
export const push = defineCheck({
  id: 'push',
  title: 'The image can be pushed',
  proof: 'A push to the registry, which is then asked for the digest that the engine reported.',
  language,
  faults,
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
