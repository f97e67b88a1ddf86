import * as z from 'zod';
import { defineCheck, type Values } from '../../model/check.ts';
import { duration } from '../../model/format.ts';
import { upperBounds } from '../../model/limit.ts';

export const gracefulShutdown = defineCheck({
  title: 'SIGTERM loses nothing',
  proof:
    'A container of its own gets the signal of docker stop while requests are half sent, for seconds, and others come in a steady loop: each one begun gets a whole answer, what was created is in the database, and the container exits in time.',
  instruction: 'CMD',
  language: {
    with: 'image container app process docker system it ours signal now docker-stop stop graceful clean sigterm graceful-shutdown support manner correctly work present {ms} at-once succeed code-0 trigger finish across first or limit',
    given: 'sigterm stop answer send docker-stop container app',
    params: within,
    senses: [
      { says: 'graceful-shutdown', rather: 'in-flight drop', with: 'in-flight handler' },
      { says: 'stop {ms} sigterm', unless: 'code-0' },
      // What exits by itself has failed.
      { says: 'stop {ms} container|app', unless: 'code-0 exit', with: 'weigh' },
      // What exits at once may have done its work, or drop it.
      { says: 'stop clean container|app', unless: 'at-once code-0' },
      { says: 'stop graceful' },
      { says: 'shutdown {ms-only} limit', params: { withinMs: '{ms-only}' } },
      { says: 'shutdown|docker-stop {ms}', with: 'answer weigh', unless: 'error code-0' },
      { says: 'stop|succeed|finish sigterm code-0' },
      { says: 'stop sigterm clean|zero', unless: 'code-0' },
      { says: 'sigterm support|handler', unless: 'at-once code-0' },
      { says: 'in-flight finish|answer stop|sigterm', with: 'every later' },
      { says: 'in-flight|call drop|lose stop|sigterm', not: 1, with: 'every' },
    ],
    examples: ['Shuts down gracefully on SIGTERM', 'Graceful shutdown'],
  },
  faults: [
    ['it exits with 143', 'hides-deleted', 'exitCode=0', /Exits with 143/],
    ['ignored', 'never-recovers', 'withinMs=2000', /2.0 s .*serves on[\s\S]*no handler/],
    ['SIGINT is ignored', 'updates-all', 'signal=SIGINT withinMs=2000', /Still running 2.0 s/],
    ['dropped', 'drops-requests', '', /lost: POST \/tasks → no answer[\s\S]*process exits/],
    ['PID 1 is a shell', 'shell-stays', 'withinMs=2000', /PID 1 is a shell \(\/bin\/sh -c node/],
    ['long requests are cut', 'stops-soon', '', /SIGTERM .* lost: POST \/tasks → no answer/],
    ['created, and lost', 'writes-later', '', /said it had written .* are not in public\.todo/],
    ['requests are refused', 'refuses-when-stopping', '', /→ 429[\s\S]*because it stops/],
  ],
  params: z.strictObject({
    // What `docker stop` waits before it kills.
    withinMs: z.int().positive().default(10_000).describe('Milliseconds until it has exited'),
    signal: z.literal('SIGINT').optional().describe('Sent in place of the signal of docker stop'),
    exitCode: z.literal(0).optional().describe('If left out, 128 and the signal will do as well'),
  }),
  describe: ({ withinMs, signal, exitCode }) =>
    `on ${signal ?? 'the signal of docker stop'} every request begun is answered whole and kept, and it exits ${exitCode === 0 ? 'with 0 ' : ''}within ${duration(withinMs)}`,
  needs: ['engine', 'image', 'containers'],
  run: async (params, resources, { signal }) => {
    const { judgeShutdown } = await import('./judge.ts');
    const { observeShutdown } = await import('./measure.ts');
    return judgeShutdown(params, await observeShutdown(params, resources, signal));
  },
});

function within(values: Values) {
  const bounds = values.one('ms');
  // "After 5 seconds" is no limit: its value becomes one that no parameter takes.
  const limits = bounds ? upperBounds(bounds).map(({ value }) => ({ withinMs: value })) : [{}];
  const code = values.has('code-0') ? { exitCode: 0 } : {};
  const other = values.has('sigint') ? ['SIGINT'] : [];
  const signals =
    values.count('sigterm') > values.count('sigint') || !values.has('sigint')
      ? [undefined, ...other]
      : other;
  return signals.flatMap((signal) => limits.map((limit) => ({ ...limit, signal, ...code })));
}
