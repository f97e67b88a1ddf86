import * as z from 'zod';
import { noDatabase } from '../../diagnosis/database-advice.ts';
import { defineCheck, type Values } from '../../model/check.ts';

export const database = defineCheck({
  title: 'The database it is given, and what survives',
  proof:
    'A row written through the API is read by direct SQL from the database of DATABASE_URL; another DATABASE_URL reaches another database; restarts and new containers keep it.',
  language: {
    with: 'image container app system it docker ours process manner actor now across every still database neon {resource} {variable} variable environment runtime docker-run correctly hosted',
    given:
      'restart recreate resource_create data actor stop start database neon identical app container {resource} new user',
    params: survives,
    senses: [
      { says: 'connect database|neon', with: 'work use read present', given: '', params: reach },
      { says: 'use|read database|neon {variable}', with: 'data connect', given: '', params: reach },
      { says: 'data|{resource} connect|carry database', given: '', params: {} },
      {
        says: 'data|{resource} survive restart|recreate',
        with: 'stop start or and answer new resource_create write first',
      },
      { says: 'data|data-loss|{resource} lose restart|recreate', not: 1, with: 'survive' },
      { says: 'data survive', asks: 'Does the data survive a restart, or a new container?' },
    ],
    examples: [
      'Container can connect to Neon database with provided DATABASE_URL',
      'Data survives a container restart',
      'Tasks persist when the container is recreated',
    ],
  },
  faults: [
    ['emptied at a start', 'deletes-nothing', 'survives=["restart"]', /gone after a restart/],
    ['ignored', 'ignores-url', 'neon=true', /not in the database of DATABASE_URL[\s\S]*not used/],
    ['only the newest', 'keeps-the-newest', 'survives=["restart"]', /gone after a restart/],
    ['a column is emptied', 'empties-a-column', 'survives=["restart"]', /gone after a restart/],
    ['listed from memory', 'starts-slowly', 'survives=["restart"]', /3 of 3 items are missing/],
    ['twice at a start', 'other-body', 'survives=["restart"]', /the start added \d+ rows to/],
    ['long text elsewhere', 'other-status', '', /not in the database of DATABASE_URL/],
  ],
  goodShapes: [
    ['wants-tls', 'neon=true'],
    ['no-updates', ''],
  ],
  params: z.strictObject({
    variable: z.string().default('DATABASE_URL').describe('It says where the database is'),
    neon: z.boolean().default(false).describe('It has to be one of Neon; another is a stand-in'),
    survives: z
      .array(z.enum(['restart', 'recreation']))
      .default([])
      .describe('What a row survives'),
  }),
  describe: ({ variable, survives, neon }) =>
    [
      `rows written through the API are in the database of ${variable}${neon ? ' (Neon)' : ''}, and only there`,
      ...survives.map(
        (event) =>
          `a row survives a ${event === 'restart' ? 'restart of the container' : 'new container'}`,
      ),
    ].join('; '),
  needs: ['image', 'containers', 'container'],
  run: async (params, resources, { signal }) => {
    const { judgeDatabase } = await import('./judge.ts');
    const { observeDatabases, observeKept } = await import('./measure.ts');
    const { database } = resources.containers;
    if (database === undefined) {
      if (params.survives.length === 0) throw noDatabase();
      return observeKept(params, resources, signal);
    }
    const facts = await observeDatabases(params, { ...resources, database }, signal);
    const command = `${resources.container.command} & sleep 3; ${database.tables.byHand(params.variable)}`;
    return judgeDatabase(params, facts, database, command);
  },
});

function reach(values: Values) {
  // "The database connects to PostgreSQL" speaks of the database; its name alone reaches none.
  if (values.count('database') > 1 && !speaksOfContainer(values)) return [];
  if (/_(?:DB|DATABASE|NAME|HOST|USER)$/.test(values.one('variable') ?? '')) return [];
  return { variable: values.one('variable'), neon: values.has('neon') };
}

function survives(values: Values) {
  // "When the database is recreated" is another promise.
  if (values.count('database') > 0 && !speaksOfContainer(values)) return [];
  const events = Object.entries({ restart: 'restart', recreate: 'recreation' });
  return { survives: events.filter(([word]) => values.has(word)).map(([, event]) => event) };
}

const speaksOfContainer = (values: Values) => ['container', 'app', 'image'].some(values.has);
