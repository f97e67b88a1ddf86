import { defineCheck } from '../../model/check.ts';
import { duration } from '../../model/format.ts';
import { faults } from './faults.ts';
import { language } from './language.ts';
import { judgeShutdown, seeShutdown, shutdownParams } from './measure.ts';

export const gracefulShutdown = defineCheck({
  id: 'graceful-shutdown',
  title: 'SIGTERM loses nothing',
  proof:
    'A container of its own gets the signal of docker stop while requests are half sent, for seconds, and others come in a steady loop: each one begun gets a whole answer, what was created is in the database, and the container exits in time.',
  instruction: 'CMD',
  language,
  faults,
  params: shutdownParams,
  describe: ({ withinMs }) =>
    `on the signal of docker stop every request begun is answered whole and kept, and it exits within ${duration(withinMs)}`,
  needs: ['engine', 'image', 'containers'],
  run: async (params, resources, { signal }) =>
    judgeShutdown(params, await seeShutdown(params.withinMs, resources, signal), resources.image),
});
