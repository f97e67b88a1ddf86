import * as z from 'zod';
import type { Bound } from '../../language/quantity.ts';
import type { Slots } from '../../language/template.ts';
import { defineCheck } from '../../model/check.ts';
import { duration } from '../../model/format.ts';
import { faults } from './faults.ts';
import { judgeShutdown, seeShutdown } from './measure.ts';

/** What `docker stop` waits before it kills, in milliseconds. */
const dockerStop = 10_000;

/** SIGTERM loses nothing. */
export const gracefulShutdown = defineCheck({
  id: 'graceful-shutdown',
  title: 'SIGTERM loses nothing',
  proof:
    'A container of its own gets the signal of docker stop while requests are half sent, for seconds, and others come in a steady loop: each one begun gets a whole answer, what was created is in the database, and the container exits in time.',
  topics: [
    'graceful shutdown',
    'shutdown',
    'graceful stop',
    'graceful termination',
    'termination',
    'signals',
    'signal handling',
    'sigterm',
    'lifecycle',
    'container lifecycle',
  ],
  examples: [
    'Shuts down gracefully on SIGTERM',
    'The container handles SIGTERM gracefully within 10 seconds',
    'In-flight requests finish before the container stops',
  ],
  sentences: [
    {
      template:
        '<on-sigterm> [<container>] (shut down|shutdown|stop|terminate|exit|quit|end) [gracefully|cleanly|properly] [and|exit]* (exit code|code|status|exit status) 0 [{duration}]',
      params: (slots) => ({ ...within(slots), exitCode: 0 as const }),
    },
    {
      template:
        '[when] [docker stop|{docker-stop}] (ends|stops|terminates) <container> (gracefully|cleanly) [{duration}] [it|<container>]* [not [get] killed] [no (exit code|exit status) 137]',
      params: within,
    },
    {
      template:
        '[<on-sigterm>] [<container>] (shut down|shutdown|stop|terminate|drains) (gracefully|cleanly|graceful|gracefully and cleanly) [<on-sigterm>] [{duration}] [<on-sigterm>]',
      params: within,
    },
    {
      template:
        '[<on-sigterm>] [<container>] (exit|quit|end) (gracefully|cleanly) <on-sigterm> [{duration}] [<on-sigterm>]',
      params: within,
    },
    {
      template: '<on-sigterm> [<container>] (exit|quit|end) (gracefully|cleanly) [{duration}]',
      params: within,
    },
    {
      template:
        '[<container>] (handle|respect|honor|honour|support|implement|perform|react|respond|obey) (sigterm|sigterm signal|<on-sigterm>) [(gracefully|cleanly|correctly|properly|graceful shutdown)] [{duration}]',
      params: within,
    },
    {
      template:
        '[<container>] [(support|implement|perform|do)] graceful (shutdown|shut down|stop|termination) [(supported|implemented|performed)] [<on-sigterm>] [{duration}] [<on-sigterm>]',
      params: within,
    },
    {
      template: '<on-sigterm> (triggers|starts|causes|leads|results) graceful (shutdown|stop)',
      params: within,
    },
    {
      template:
        '[<on-sigterm>] [<container>] (finish|finishes|complete|drain|answer|serve|process|processes) <in-flight> [(before|and) [it] (exit|exiting|stopping|stop|shutdown|shutting down|shuts down|terminating|terminates)] [<on-sigterm>] [{duration}]',
      params: within,
    },
    {
      template:
        '<in-flight> (finish|finished|complete|completed|drain|drained|answered|served|processed) (before (<container>|shutdown|it)* (exit|exiting|stop|stopping|shutdown|shuts down|shutting down|terminates|terminating|termination)|<on-sigterm>|(during|on|at) shutdown) [<on-sigterm>] [{duration}]',
      params: within,
    },
    {
      template:
        '<on-sigterm> <in-flight> (finish|finished|complete|completed|drain|drained|answered|served|get answer|processed) [{duration}]',
      params: within,
    },
    {
      template:
        '(no|not any|no single) (in flight request|inflight request|request|request in flight|running request) (lost|dropped|cut|cut off|aborted|interrupted|fail) ((during|on|at|when|by|while) (shutdown|shutting down|stopping|<container> (stop|stopped|shut down))|<on-sigterm>)',
      params: within,
    },
    {
      template:
        '(shutdown|shutting down|stopping|sigterm|{docker-stop}) [<container>] (lose|drop|cut|cut off|abort|interrupt) no [in flight|running] request',
      params: within,
    },
  ],
  instruction: 'CMD',
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
  run: async (params, { engine, image, containers }, { signal }) => {
    const parts = { docker: engine.docker, containers, hints: image.api ?? {} };
    const seen = await seeShutdown(params.withinMs, parts, signal);
    return judgeShutdown(params, seen, image);
  },
});

/** Only an upper limit is one: "exits after 5 seconds" leaves open until when. */
function within({ duration: bounds }: Slots) {
  if (bounds === undefined) return { withinMs: dockerStop };
  // The slot gives a list of bounds.
  const [limit, ...more] = bounds as readonly Bound[];
  const upper = limit !== undefined && more.length === 0 && limit.op.startsWith('<');
  return { withinMs: upper ? limit.value : 0 };
}
