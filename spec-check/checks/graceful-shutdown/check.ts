import { defineCheck } from '../../model/check.ts';
import { duration } from '../../model/format.ts';
import { language } from './language.ts';
import { judgeShutdown, seeShutdown, shutdownParams } from './measure.ts';

export const gracefulShutdown = defineCheck({
  id: 'graceful-shutdown',
  title: 'SIGTERM loses nothing',
  proof:
    'A container of its own gets the signal of docker stop while requests are half sent, for seconds, and others come in a steady loop: each one begun gets a whole answer, what was created is in the database, and the container exits in time.',
  instruction: 'CMD',
  language,
  faults: [
    ['it exits with 143', 'hides-deleted', 'exitCode=0', /Exits with 143/],
    ['ignored', 'updates-all', 'withinMs=2000', /Still running 2.0 s .*serves on[\s\S]*no handler/],
    ['dropped', 'drops-requests', '', /lost: POST \/tasks → no answer[\s\S]*process exits/],
    ['PID 1 is a shell', 'shell-stays', 'withinMs=2000', /PID 1 is a shell \(\/bin\/sh -c node/],
    ['long requests are cut', 'stops-soon', '', /SIGTERM .* lost: POST \/tasks → no answer/],
    ['created, and lost', 'writes-later', '', /said it had created .* are not in public\.todo/],
    ['requests are refused', 'refuses-when-stopping', '', /→ 429[\s\S]*because it stops/],
  ],
  params: shutdownParams,
  describe: ({ withinMs }) =>
    `on the signal of docker stop every request begun is answered whole and kept, and it exits within ${duration(withinMs)}`,
  needs: ['engine', 'image', 'containers'],
  run: async (params, resources, { signal }) =>
    judgeShutdown(params, await seeShutdown(params.withinMs, resources, signal), resources.image),
});
