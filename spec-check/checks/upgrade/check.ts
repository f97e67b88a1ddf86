import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import type { Values } from '../../model/language.ts';

export const upgrade = defineCheck({
  title: 'An upgrade loses nothing, and neither does the way back',
  proof:
    'HAProxy, which retries nothing, stands before the previous version on a fresh PostgreSQL, and clients create and read items of known values without pause. The new version comes up beside it and is healthy; the old one is taken out and stopped with requests under way; then the same the way back. Every answer is counted, and after each step every acknowledged row is looked for by SQL.',
  language: {
    with: 'app image container system it now possible support manner every across upgrade release new previous {image}',
    given: 'upgrade release new start migration',
    params: ({ one }) => ({ from: one('image') }),
    senses: [
      { says: 'upgrade lose|drop|fail call|in-flight', not: 1, params: forward },
      { says: 'upgrade without-loss', params: forward },
      { says: 'upgrade lose data {image}|previous', not: 1, params: forward },
      { says: 'downtime', not: 1, with: 'upgrade roll-back migration trigger' },
      { says: 'roll-back lose data', not: 1, params: rowsAlone },
      { says: 'roll-back data-loss', not: 1, params: rowsAlone },
      { says: 'roll-back lose|drop|fail call|in-flight', not: 1 },
      { says: 'roll-back without-loss' },
      { says: 'previous work|run|start new-schema', with: 'work stay' },
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
    [
      'a dropped column',
      { args: { FAULT: 'drops-a-column' }, previous: {} },
      '',
      /Step 2 of 7.*GET \/tasks.* → 500.*by the old version/,
    ],
    [
      'a new NOT NULL',
      { args: { FAULT: 'wants-a-description' }, previous: {} },
      '',
      /Step 2 of 7.*POST \/tasks → 500.*by the old version/,
    ],
    [
      'readiness that lies',
      { args: { SHAPE: 'late-database' }, previous: {} },
      '',
      /Step 2 of 7.* → 503.*by the new version[\s\S]*called the new version ready/,
    ],
    [
      'an exit at SIGTERM',
      { args: { FAULT: 'drops-requests' }, previous: {} },
      '',
      /Step 6 of 7, the new version leaves.*begun before the stop → (?:no answer|502)/,
    ],
    [
      'a table locked for seconds',
      { args: { FAULT: 'locks-the-table' }, previous: {} },
      '',
      /Step 2 of 7.*wait up to [3-9]\.[\s\S]*They wait for: .*lock/,
    ],
    [
      'an old version that dies on the new schema',
      { args: { FAULT: 'adds-a-column' }, previous: { FAULT: 'knows-its-columns' } },
      '',
      /Step 5 of 7, the old version comes back: it does not come up/,
    ],
  ],
  goodShapes: [['contracts'], [{ args: { FAULT: 'adds-a-column' }, previous: {} }, '']],
  params: z.strictObject({
    from: z
      .string()
      .optional()
      .describe('The image before this one; the previous tag in the registry where none is said'),
    back: z.boolean().default(true).describe('Whether the way back is gone as well'),
    only: z.literal('rows').optional().describe('Judge rows alone, and no requests'),
  }),
  settled: (params, { previous }) => ({ ...params, from: params.from ?? previous }),
  describe: ({ from = 'the previous version', back, only }) =>
    `${from} is replaced behind a load balancer${back ? ', and put back,' : ''} under load: ${only ? 'no row' : 'no request and no row'} is lost`,
  needs: ['engine', 'image', 'database', 'containers'],
  alsoNeeds: ({ from }) => (from === undefined ? (['registry'] as const) : []),
  limit: () => 5 * 60_000,
  run: async (params, resources, { progress, signal }) => {
    const [{ seeUpgrade }, { judgeUpgrade }] = await Promise.all([
      import('./measure.ts'),
      import('./judge.ts'),
    ]);
    return judgeUpgrade(params, await seeUpgrade(params, resources, progress, signal));
  },
});

function forward({ one, has }: Values) {
  return { from: one('image'), back: false, ...(has('data') && { only: 'rows' }) };
}

function rowsAlone({ one }: Values) {
  return { from: one('image'), only: 'rows' };
}
