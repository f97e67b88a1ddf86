import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { duration } from '../../model/format.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';
import { judgeShutdown, seeShutdown } from './measure.ts';

/** What `docker stop` waits before it kills, in milliseconds. */
const dockerStop = 10_000;

/** SIGTERM loses nothing. */
export const gracefulShutdown = defineCheck({
  id: 'graceful-shutdown',
  title: 'SIGTERM loses nothing',
  proof:
    'A container of its own gets SIGTERM while requests are half sent and others come in a steady loop: each one begun gets a whole answer, and the container exits with 0 in time.',
  instruction: 'CMD',
  language,
  faults,
  params: z.strictObject({
    withinMs: z
      .int()
      .positive()
      .default(dockerStop)
      .describe("Milliseconds until it has exited; docker's own patience where none is said"),
  }),
  describe: ({ withinMs }) =>
    `on SIGTERM every request begun is answered whole, and it exits with 0 within ${duration(withinMs)}`,
  needs: ['engine', 'image', 'containers'],
  run: async ({ withinMs }, { engine, image, containers }, { signal }) => {
    const parts = { docker: engine.docker, containers, hints: image.api ?? {} };
    const seen = await seeShutdown(withinMs, parts, signal);
    return judgeShutdown(withinMs, seen, image);
  },
});
