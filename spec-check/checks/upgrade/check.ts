import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';

/** The upgrade of a runtime is another thing. */
const unless = '{runtime}';
const from = '{image}';
const forward = { from, back: false };
const rows = { from, only: 'rows' };

export const upgrade = defineCheck({
  title: 'An upgrade loses nothing, and neither does the way back',
  proof:
    'HAProxy, which retries nothing, stands before the previous version on a fresh PostgreSQL, and clients create and read items of known values without pause. The new version comes up beside it; the old one is taken out and stopped with a request under way; then the same the way back. Every answer is counted, and after each step SQL looks for every row that was acknowledged. It does not show what a migration costs on millions of rows, nor what happens to jobs and sockets.',
  language: {
    with: 'app image container system it now possible support manner every across upgrade release new previous work trigger run {image}',
    given: 'upgrade release new start migration',
    params: { from },
    senses: [
      { says: 'upgrade lose|drop|fail call|in-flight', not: 1, unless, params: forward },
      { says: 'upgrade without-loss', unless, params: forward },
      { says: 'upgrade lose data {image}|previous', not: 1, params: { ...forward, ...rows } },
      { says: 'downtime', not: 1, with: 'roll-back migration', unless },
      { says: 'roll-back lose|data-loss data|data-loss', not: 1, params: rows },
      { says: 'roll-back without-loss' },
      { says: 'previous work|run|start new-schema', with: 'stay' },
      { says: 'migration backward-compatible' },
    ],
    examples: [
      'Upgrades from `task-api:1.3` without a lost request',
      'Rolls back without losing a row',
      'The previous version works with the new schema',
      'Zero downtime deployment',
    ],
  },
  faults: [
    ['a column', 'drops-what-is-used', '', /Step 2 .* GET .* → 500.*by the old/],
    ['not null', 'wants-a-description', '', /Step 2 .* POST .* → 500.*by the old version/],
    ['a lie', 'ready-too-early', '', /Step 2 .* → 503.*by the new version/],
    ['not drained', 'leaves-at-once', '', /Step 6 .* lost, the first.*→ .*(no answer|502)/],
    ['a lock', 'locks-the-table', '', /Step 2 .*wait up to [3-9]/],
    ['dies', 'cannot-go-back', '', /Step 5 .*it does not come up/],
  ],
  // It expands, and drops what the version before it left alone.
  goodShapes: [['expands-and-contracts']],
  params: z.strictObject({
    from: z.string().optional().describe('The image before it, else that of the front matter'),
    back: z.boolean().default(true).describe('Whether the way back is gone as well'),
    only: z.literal('rows').optional().describe('Judge rows alone, and no requests'),
  }),
  settled: (params, { previous }) => ({ ...params, from: params.from ?? previous }),
  describe: ({ from = 'the previous version', back, only }) =>
    `${from} is replaced behind a load balancer${back ? ', and put back,' : ''} under load: ${only ? 'no row' : 'no request and no row'} is lost`,
  needs: ['engine', 'image', 'database', 'containers'],
  limit: () => 5 * 60_000,
  run: async (params, resources, { progress, signal }) => {
    const { observeUpgrade } = await import('./measure.ts');
    const { judgeUpgrade } = await import('./judge.ts');
    return judgeUpgrade(params, await observeUpgrade(params, resources, progress, signal));
  },
});
