import * as z from 'zod';
import type { Slots } from '../../language/template.ts';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { judgePush } from './measure.ts';
/** The image can be pushed. */
export const push = defineCheck({
  id: 'push',
  title: 'The image can be pushed',
  proof: 'A push to the registry, which is then asked for the digest that the engine reported.',
  topics: [
    'registry',
    'push',
    'publishing',
    'distribution',
    'docker registry',
    'container registry',
  ],
  examples: [
    'Image can be pushed to registry (Docker Hub or GHCR)',
    'Image pushes to a container registry',
    'The image can be pushed to GHCR',
  ],
  sentences: [
    {
      template:
        '<image> [successfully] (can pushed|pushed|pushes|push|published|can published|can push|uploads|can uploaded) [successfully] [to] <registry> [such|like|e.g|{registry}]* [or] [{second-registry}] [successfully]',
      params: named,
    },
    {
      template:
        '<image> [successfully] (can pushed|pushed|pushes|published|can published) [successfully] {registry} [or {second-registry}] [registry] [successfully]',
      params: named,
    },
    {
      template:
        '(docker push|{docker-push}) (works|succeeds|completes|passes) [and] [<registry> (accepts|takes) <image>]',
    },
    { template: '<registry> (accepts|takes) <image>' },
    {
      template:
        '<actor> can push <image> [to] (<registry>|{registry}) [or {second-registry}] [registry]',
      params: named,
    },
    {
      template:
        '(push|pushing|publishing) [<image>] [to] (<registry>|{registry}) [or {second-registry}] (works|succeeds|possible)',
      params: named,
    },
  ],
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

function named(slots: Slots) {
  return {
    registries: [slots.registry, slots['second-registry']].flatMap((host) =>
      host === undefined ? [] : [String(host)],
    ),
  };
}
