import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { duration } from '../../model/format.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';
import { judgeShutdown, seeShutdown } from './measure.ts';

/** What `docker stop` waits before it kills, in milliseconds. */
const dockerStop = 10_000;

export const gracefulShutdown = defineCheck({
  id: 'graceful-shutdown',
  title: 'SIGTERM loses nothing',
  proof:
    'A container of its own gets the signal of docker stop while requests are half sent, for seconds, and others come in a steady loop: each one begun gets a whole answer, what was created is in the database, and the container exits in time.',
  instruction: 'CMD',
  language,
  faults,
  params: z.strictObject({
    withinMs: z
      .int()
      .positive()
      .default(dockerStop)
      .describe("Milliseconds until it has exited; docker's own patience where none is said"),
    exitCode: z
      .literal(0)
      .optional()
      .describe('The exit code, where the sentence says it; else 128 and the signal does as well'),
  }),
  describe: ({ withinMs }) =>
    `on the signal of docker stop every request begun is answered whole and kept, and it exits within ${duration(withinMs)}`,
  needs: ['engine', 'image', 'containers'],
  run: async (params, resources, { signal }) =>
    judgeShutdown(params, await seeShutdown(params.withinMs, resources, signal), resources.image),
});
