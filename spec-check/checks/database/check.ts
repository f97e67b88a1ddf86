import * as z from 'zod';
import type { Slots } from '../../language/template.ts';
import { defineCheck } from '../../model/check.ts';
import { faults } from './faults.ts';
import { type DatabaseClaim, judgeDatabase, seeDatabases } from './measure.ts';
/** The database it is given, and what survives. */
export const database = defineCheck({
  id: 'database',
  title: 'The database it is given, and what survives',
  proof:
    'A row written through the API is read by direct SQL from the database of DATABASE_URL; another DATABASE_URL reaches another database; restarts and new containers keep it.',
  topics: [
    'database',
    'persistence',
    'data',
    'database connection',
    'storage',
    'data persistence',
    'postgres',
    'neon',
  ],
  examples: [
    'Container can connect to Neon database with provided DATABASE_URL',
    'Data survives a container restart',
    'Tasks persist when the container is recreated',
  ],
  sentences: [
    {
      template:
        '<container> (can|successfully|able)* (connect|connects|talk|talks|reach|reaches) [successfully] [from] <database> <using> [<url>]',
      params: connected,
    },
    {
      template: '<database> (connection|connectivity) (works|succeeds|established) <using> [<url>]',
      params: connected,
    },
    {
      template: '(connects|can connect) [successfully] <database> <using> [<url>]',
      params: connected,
    },
    { template: '<data> (stored|kept|saved|written|persisted) <database>', params: connected },
    {
      template:
        '<container> (uses|reads from|stores data) <database> [given|named|configured|provided|from|through|via]* <url>',
      params: connected,
    },
    { template: '(no|never any) <data> lost <across> <restart>', params: surviving('restart') },
    {
      template: '(no|never any) <data> lost <across> <recreation>',
      params: surviving('recreation'),
    },
    {
      template: '<restart> [<container>] (not|never) lose [any] <data>',
      params: surviving('restart'),
    },
    { template: '<data> <survives> <across> <restart>', params: surviving('restart') },
    { template: '<across> <restart> <data> <survives>', params: surviving('restart') },
    { template: '<across> <recreation> <data> <survives>', params: surviving('recreation') },
    {
      template: '<across> <restart> (no|never any) <data> lost',
      params: surviving('restart'),
    },
    { template: '<restart> (keeps|preserves|retains) <data>', params: surviving('restart') },
    { template: '<recreation> (keeps|preserves|retains) <data>', params: surviving('recreation') },
    { template: '<data> outlives <container>', params: surviving('recreation') },
    {
      template:
        '[given] [<actor>] (created|create|stored|saved|added|wrote|have) [<data>] [and|then]* (when|if|after|once)* <restart> [then] <data> <survives>',
      params: surviving('restart'),
    },
    {
      template:
        '[given] [<actor>] (created|create|stored|saved|added|wrote|have) [<data>] [and|then]* (when|if|after|once)* <recreation> [against|same|on|with]* [<database>] [then] <data> <survives>',
      params: surviving('recreation'),
    },
    {
      template: '<container> can <restart> without losing [any] <data>',
      params: surviving('restart'),
    },
    { template: '<data> <survives> <across> <recreation>', params: surviving('recreation') },
    {
      template: '<data> <survives> <across> <restart> (and|or) <across> <recreation>',
      params: surviving('restart', 'recreation'),
    },
    {
      template: '<data> <survives> <across> <recreation> (and|or) <across> <restart>',
      params: surviving('restart', 'recreation'),
    },
  ],
  faults,
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
  run: async (params: DatabaseClaim, { image, database, containers, container }, { signal }) => {
    const parts = { database, containers, shared: container, hints: image.api };
    const facts = await seeDatabases(params, parts, signal);
    return judgeDatabase(params, facts, database, container.command);
  },
});

function connected({ variable, neon }: Slots): {
  variable: string;
  neon: boolean;
  survives: ('restart' | 'recreation')[];
} {
  return { variable: String(variable ?? 'DATABASE_URL'), neon: neon === true, survives: [] };
}

function surviving(...survives: DatabaseClaim['survives']) {
  return (slots: Slots): DatabaseClaim => ({ ...connected(slots), survives });
}
