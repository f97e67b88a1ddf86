import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';
import { judgeHealthcheck } from './measure.ts';
import { watchHealth } from './watch.ts';

export const healthcheck = defineCheck({
  id: 'healthcheck',
  title: 'HEALTHCHECK tells health',
  proof:
    'It is declared so that it notices within half an hour; it turns healthy when the API is up, unhealthy when its process is frozen, as two probes in a row say, and healthy when it goes on; its probe fails on an answer of 500, and asks the port that the spec says can be moved.',
  instruction: 'HEALTHCHECK',
  language,
  faults,
  params: z.strictObject({
    endpoint: z
      .literal(true)
      .optional()
      .describe(
        'The sentence promises an endpoint for orchestrators, which is asked on its own port',
      ),
  }),
  describe: () =>
    'the HEALTHCHECK turns healthy when the API is up, and unhealthy when it is frozen',
  needs: ['engine', 'image', 'containers', 'container'],
  order: 'first',
  run: async ({ endpoint }, resources, context) => {
    const { reference, portVariable, config } = resources.image;
    const { healthcheck: declared } = config;
    const seen = declared && (await watchHealth(declared, resources, context));
    // An endpoint is promised: that its probe follows the port is not.
    return judgeHealthcheck(declared, seen, {
      reference,
      portVariable: endpoint ? undefined : portVariable,
    });
  },
});
