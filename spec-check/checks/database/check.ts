import * as z from 'zod';
import { defineCheck } from '../../model/check.ts';
import { language } from './language.ts';
import { type DatabaseClaim, judgeDatabase, seeDatabases } from './measure.ts';
export const database = defineCheck({
  id: 'database',
  title: 'The database it is given, and what survives',
  proof:
    'A row written through the API is read by direct SQL from the database of DATABASE_URL; another DATABASE_URL reaches another database; restarts and new containers keep it.',
  language,
  faults: [
    ['emptied at a start', 'deletes-nothing', 'survives=["restart"]', /gone after a restart/],
    ['ignored', 'ignores-url', 'neon=true', /not in the database of DATABASE_URL[\s\S]*not used/],
    ['only the newest', 'keeps-the-newest', 'survives=["restart"]', /gone after a restart/],
    ['a column is emptied', 'empties-a-column', 'survives=["restart"]', /gone after a restart/],
  ],
  params: z.strictObject({
    variable: z
      .string()
      .default('DATABASE_URL')
      .describe('The variable that says where the database is'),
    neon: z.boolean().default(false).describe('It has to be one of Neon; another is a stand-in'),
    survives: z
      .array(z.enum(['restart', 'recreation']))
      .default([])
      .describe('What a row has to survive: a restart of the container, a new container'),
  }),
  describe: ({ variable, survives, neon }) =>
    [
      `rows written through the API are in the database of ${variable}${neon ? ' (Neon)' : ''}, and only there`,
      ...survives.map(
        (event) =>
          `a row survives a ${event === 'restart' ? 'restart of the container' : 'new container'}`,
      ),
    ].join('; '),
  needs: ['image', 'database', 'containers', 'container'],
  run: async (params: DatabaseClaim, resources, { signal }) => {
    const facts = await seeDatabases(params, resources, signal);
    return judgeDatabase(params, facts, resources.database, resources.container.command);
  },
});
