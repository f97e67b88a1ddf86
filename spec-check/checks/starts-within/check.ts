import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { duration } from '../../model/format.ts';
import { conflictOfBounds, limitMs, sign, upperLimit, upperLimits } from '../../model/limit.ts';

export const startsWithin = defineCheck({
  title: 'Start time against a limit',
  proof:
    'Three fresh containers one after the other while nothing else is checked, from docker run to the first answer as it gives when it is up, no 404 and no 5xx; the slowest counts.',
  conflict: conflictOfBounds('ms', duration),
  language: {
    with: 'image container app process docker ours system it start up start-time now manner stay docker-run first answer accept reachable target limit listen weigh http-word call across later ready locally',
    given: 'start up later answer accept docker-run',
    params: upperLimits('ms'),
    senses: [
      { says: '{ms} start|start-time|docker-run', with: 'health-endpoint become' },
      // How long the health check takes to pass is another limit.
      { says: '{ms} start|after-start answer|reachable healthcheck' },
      { says: '{ms} up|ready', asks: 'From what on? Say it: "starts within 5 seconds"' },
      {
        says: '{ms} start|start-time|docker-run port {port}',
        also: [{ check: 'port', params: { default: '{port}' } }],
      },
      {
        says: '{path} {ms} answer|pass|{status} docker-run|start|start-time',
        with: 'method endpoint health-endpoint healthcheck ok',
        also: [{ check: 'health', params: { path: '{path}', status: '{status}' } }],
      },
      { says: '{ms-only} limit start-time', params: { op: '<=', ms: '{ms-only}' } },
    ],
    examples: ['Container starts within 5 seconds', 'Startup time under 2 s'],
  },
  faults: [
    ['slow', 'starts-slowly', 'ms=2000', /answer .* n=3 fresh[\s\S]*Every start takes longer/],
    ['503 at first', 'busy-at-first', 'ms=2000', /answer .* n=3[\s\S]*Every start takes longer/],
  ],
  params: z.strictObject({ op: upperLimit, ms: limitMs }),
  describe: ({ op, ms }) =>
    `docker run to the first HTTP answer ${sign(op)} ${duration(ms)}, the slowest of 3 containers`,
  needs: ['image', 'containers', 'container'],
  order: 'alone',
  run: async (params, resources, { signal }) => {
    const { judgeStarts, observeStarts } = await import('./measure.ts');
    return judgeStarts(params, await observeStarts(params.ms, resources, signal));
  },
});
